package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.FindingSummary;
import io.litedrill.check.Hint;
import io.litedrill.check.NearbyReplicas;
import io.litedrill.check.Severity;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestoreException;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Verification;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Creates findings for failed restores. */
final class RestoreFindings {
    private final CheckedReplica watched;
    private final Replica replica;

    RestoreFindings(CheckedReplica watched) {
        this.watched = watched;
        this.replica = watched.replica();
    }

    Finding of(RestoreException failure) {
        FindingCode code = switch (failure.reason()) {
            case DAMAGED, MISFIT -> FindingCode.FILE_DAMAGED;
            case UNSUPPORTED, LOCKED -> FindingCode.FILE_UNSUPPORTED;
            case REFUSED -> FindingCode.ACCESS_DENIED;
            case HOLE, VANISHED -> FindingCode.GAP;
        };
        boolean unread = code == FindingCode.FILE_UNSUPPORTED || code == FindingCode.ACCESS_DENIED;
        Severity severity = unread ? Severity.WARNING : Severity.CRITICAL;
        return new Finding(
                code,
                severity,
                Facts.text(String.valueOf(failure.getMessage())),
                replica.locate(failure.file()),
                failure.reason() == RestoreException.Reason.LOCKED ? UnreadableFiles.IDENTITY_HINT : withoutIt());
    }

    /** Returns a finding for each file that the store denies access to, needed or not. Their content is unknown. */
    List<Finding> refused(Inventory inventory) {
        return FindingSummary.of(inventory
                .files()
                .filter(file ->
                        file.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS)
                .map(this::of)
                .toList());
    }

    /** Returns the finding for a file that was unusable before it was tried. */
    Finding of(ReplicaFile unusable) {
        if (unusable.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS) {
            return new Finding(
                    FindingCode.ACCESS_DENIED,
                    Severity.WARNING,
                    FindingSentence.FILE_UNREAD.of(unusable.kind(), UnreadableFiles.because(unread)),
                    replica.locate(unusable),
                    UnreadableFiles.hint(unread));
        }
        boolean unsupported = unusable.reading() instanceof Reading.Unsupported;
        String reason = unusable.reading() instanceof Reading.Damaged damaged
                ? damaged.explanation()
                : unusable.reading() instanceof Reading.Unsupported format ? format.reason() : "cannot be used";
        return new Finding(
                unsupported ? FindingCode.FILE_UNSUPPORTED : FindingCode.FILE_DAMAGED,
                unsupported ? Severity.WARNING : Severity.CRITICAL,
                FindingSentence.FILE_UNUSABLE.of(replica.locate(unusable), reason),
                replica.locate(unusable),
                isLocked(unusable) ? UnreadableFiles.IDENTITY_HINT : withoutIt());
    }

    /** Returns the finding for further damaged files, after those that are named. */
    Finding more(int files, ReplicaFile last) {
        return new Finding(
                FindingCode.FILE_DAMAGED,
                Severity.CRITICAL,
                FindingSentence.MORE_UNUSABLE.of(files, replica.nameOf(last)),
                replica.location(),
                Hint.text("see what can be restored without them: ").then(window()));
    }

    /**
     * Returns the finding for a snapshot that gives a malformed state, when an older snapshot gives the same state
     * soundly.
     */
    Finding misleading(ReplicaFile snapshot, RecoveryPoint point) {
        return new Finding(
                FindingCode.FILE_DAMAGED,
                Severity.CRITICAL,
                FindingSentence.SNAPSHOT_MISLEADING.of(point),
                replica.locate(snapshot),
                withoutIt());
    }

    /**
     * Returns the findings of a restore that reached the requested state. Unless the restored database is malformed,
     * each damaged file is marked as not needed.
     */
    static List<Finding> markedAsNotNeeded(List<Finding> findings, Verification restored, Point asked) {
        String state = asked instanceof Point.Newest ? "the newest state" : "the state that was asked for";
        return findings.stream()
                .map(finding -> finding.code() != FindingCode.FILE_DAMAGED || isMalformed(restored)
                        ? finding
                        : finding.with(FindingSentence.WITHOUT_FILE.of(sentence(finding.message()), state)))
                .toList();
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static boolean isLocked(ReplicaFile file) {
        return file.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.IDENTITY;
    }

    /**
     * Returns the finding for a point that cannot be restored. A file of an unknown format may be sound, so it is a
     * warning.
     */
    Finding of(PlanResult.Refused refused, Inventory inventory) {
        String where = refused.missing().map(Gap.Missing::where).orElse(replica.location());
        Optional<Reading.Unsupported> unread = inventory
                .files()
                .filter(file -> replica.locate(file).equals(where))
                .map(ReplicaFile::reading)
                .filter(Reading.Unsupported.class::isInstance)
                .map(Reading.Unsupported.class::cast)
                .findFirst();
        if (unread.isPresent()) {
            Facts facts = FindingSentence.POINT_UNREAD.of(refused.what(), UnreadableFiles.because(unread.get()));
            Hint hint = UnreadableFiles.hint(unread.get()).then(". Meanwhile, ").then(neighbours(refused));
            return new Finding(UnreadableFiles.code(unread.get()), Severity.WARNING, facts, where, hint);
        }
        FindingCode code =
                refused.missing().map(missing -> code(missing.kind())).orElse(FindingCode.GAP);
        return new Finding(code, Severity.CRITICAL, Facts.text(refused.what()), where, neighbours(refused));
    }

    private static FindingCode code(Gap.Kind kind) {
        return switch (kind) {
            case HOLE, CHANGE -> FindingCode.GAP;
            case SKIPPED -> FindingCode.WRITES_LOST;
            case DAMAGE -> FindingCode.FILE_DAMAGED;
            case VANISHED -> FindingCode.FILE_VANISHED;
            case NO_SNAPSHOT -> FindingCode.SNAPSHOT_MISSING;
        };
    }

    private Hint neighbours(PlanResult.Refused refused) {
        String before = refused.before()
                .map(point -> "the nearest sound point before: " + name(point))
                .orElse("no sound point before");
        String after = refused.after().map(point -> "; after: " + name(point)).orElse("");
        return Hint.text(before + after + ". See ").then(window());
    }

    private static String name(RecoveryPoint point) {
        return point.toString();
    }

    /**
     * Returns the finding for a replica without a usable backup. An empty replica may have a wrong path, so nearby
     * replicas are suggested.
     */
    Finding noBackup(Inventory inventory) {
        Hint elsewhere =
                inventory.isEmpty() ? NearbyReplicas.around(replica).hint().then("; ") : Hint.none();
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.CRITICAL,
                FindingSentence.NOTHING_RESTORED.of(),
                replica.location(),
                elsewhere.then("see why: ").then(watched.command(CommandVerb.CHECK)));
    }

    /** Returns a finding for the newest snapshot that cannot be read. Older ones have the same writer. */
    List<Finding> unsupported(Inventory inventory) {
        return inventory.unsupportedSnapshots().max(Comparator.comparing(ReplicaFile::time)).stream()
                .map(file -> new Finding(
                        UnreadableFiles.code((Reading.Unsupported) file.reading()),
                        Severity.WARNING,
                        FindingSentence.FILE_UNREAD.of(
                                "snapshot", UnreadableFiles.because((Reading.Unsupported) file.reading())),
                        replica.locate(file),
                        UnreadableFiles.hint((Reading.Unsupported) file.reading())))
                .toList();
    }

    Finding pending(PlanResult.Pending pending) {
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.UNKNOWN,
                FindingSentence.SNAPSHOT_TOO_YOUNG.of(),
                replica.location(),
                Hint.text("try again after " + pending.until()));
    }

    /** Returns the findings for the failed tests of a restored database. */
    List<Finding> of(Verification verification, RecoveryPoint point) {
        return verification.checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.FAILED)
                .map(check -> failed(check, point))
                .toList();
    }

    Finding failed(CheckOutcome check, RecoveryPoint point) {
        boolean own = check.kind().isOwnersCondition();
        return new Finding(
                own ? FindingCode.ASSERTION_FAILED : FindingCode.DATABASE_MALFORMED,
                Severity.CRITICAL,
                FindingSentence.CHECK_FAILED.of(check.name(), point, new Hint.Listing(check.details())),
                replica.location(),
                own
                        ? Hint.text("compare with the live database, then mend the data or the assertion")
                        : Hint.text("see ").then(window()));
    }

    /** Returns true when the file is not a sound database, regardless of its rows. */
    static boolean isMalformed(Verification verification) {
        return isMalformed(verification.checks());
    }

    static boolean isMalformed(List<CheckOutcome> checks) {
        return checks.stream()
                .anyMatch(check -> check.result() == CheckOutcome.Result.FAILED
                        && check.kind().provesDamage());
    }

    /** Returns the first test that could not be done, with its detail. */
    static Optional<String> inconclusive(Verification verification) {
        return verification.checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.INCONCLUSIVE)
                .map(CheckOutcome::text)
                .findFirst();
    }

    private Hint withoutIt() {
        return Hint.text("see what can be restored without it: ").then(window());
    }

    private Hint window() {
        return watched.command(CommandVerb.WINDOW);
    }
}
