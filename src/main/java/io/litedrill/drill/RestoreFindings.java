package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSummary;
import io.litedrill.check.Format;
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
import java.util.Set;

/** What a restore that went wrong means, as findings. */
final class RestoreFindings {
    private static final Set<String> OWN = Set.of("tables", "freshness", "command");

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
                String.valueOf(failure.getMessage()),
                replica.locate(failure.file()),
                failure.reason() == RestoreException.Reason.LOCKED
                        ? UnreadableFiles.IDENTITY_HINT
                        : "see what can be restored without it: " + window());
    }

    /** The files that the store refuses to give, whether or not they are needed. Nothing is known of what they hold. */
    List<Finding> refused(Inventory inventory) {
        return FindingSummary.of(inventory
                .files()
                .filter(file ->
                        file.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS)
                .map(this::of)
                .toList());
    }

    /** A file that was seen to be unusable before it was tried. */
    Finding of(ReplicaFile unusable) {
        if (unusable.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS) {
            return new Finding(
                    FindingCode.ACCESS_DENIED,
                    Severity.WARNING,
                    "this " + unusable.kind() + " " + UnreadableFiles.because(unread),
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
                replica.locate(unusable) + ": " + reason,
                replica.locate(unusable),
                isLocked(unusable)
                        ? UnreadableFiles.IDENTITY_HINT
                        : "see what can be restored without it: " + window());
    }

    /** Further damaged files, after those that are named. */
    Finding more(int files, ReplicaFile last) {
        return new Finding(
                FindingCode.FILE_DAMAGED,
                Severity.CRITICAL,
                files + " more files that the restore needs are damaged or cannot be read, the last of them "
                        + replica.nameOf(last),
                replica.location(),
                "see what can be restored without them: " + window());
    }

    /** A snapshot from which a state comes out malformed that is sound from an older one. */
    Finding misleading(ReplicaFile snapshot, RecoveryPoint point) {
        return new Finding(
                FindingCode.FILE_DAMAGED,
                Severity.CRITICAL,
                "the state of " + name(point)
                        + " is malformed when it is restored from this snapshot, and sound from an older one: the snapshot is not"
                        + " what its name says",
                replica.locate(snapshot),
                "see what can be restored without it: " + window());
    }

    /** What was met on the way to the state that was asked for: a damaged file in its way was not needed after all. */
    static List<Finding> goneAround(List<Finding> findings, Verification restored, Point asked) {
        String state = asked instanceof Point.Newest ? "the newest state" : "the state that was asked for";
        return findings.stream()
                .map(finding -> finding.code() != FindingCode.FILE_DAMAGED || isMalformed(restored)
                        ? finding
                        : new Finding(
                                finding.code(),
                                finding.severity(),
                                Format.sentences(
                                        finding.message(),
                                        "All the same, " + state + " was restored, without this file"),
                                finding.where(),
                                finding.hint()))
                .toList();
    }

    private static boolean isLocked(ReplicaFile file) {
        return file.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.IDENTITY;
    }

    /** The point cannot be reached. A file of an unknown format in its way may be well, so that accuses nobody. */
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
            String message = refused.reason() + ": it " + UnreadableFiles.because(unread.get());
            String hint = UnreadableFiles.hint(unread.get()) + ". Meanwhile, " + neighbours(refused);
            return new Finding(UnreadableFiles.code(unread.get()), Severity.WARNING, message, where, hint);
        }
        FindingCode code =
                refused.missing().map(missing -> code(missing.kind())).orElse(FindingCode.GAP);
        return new Finding(code, Severity.CRITICAL, refused.reason(), where, neighbours(refused));
    }

    private static FindingCode code(Gap.Kind kind) {
        return switch (kind) {
            case HOLE, CHANGE -> FindingCode.GAP;
            case DAMAGE -> FindingCode.FILE_DAMAGED;
            case VANISHED -> FindingCode.FILE_VANISHED;
            case NO_SNAPSHOT -> FindingCode.SNAPSHOT_MISSING;
        };
    }

    private String neighbours(PlanResult.Refused refused) {
        return refused.before()
                        .map(point -> "the nearest sound point before: " + name(point))
                        .orElse("no sound point before")
                + refused.after().map(point -> "; after: " + name(point)).orElse("")
                + ". See "
                + window();
    }

    private static String name(RecoveryPoint point) {
        return point.toString();
    }

    /** Nothing can be restored; where there is no file at all, another path may be meant. */
    Finding noBackup(Inventory inventory) {
        String elsewhere = inventory.isEmpty() ? NearbyReplicas.around(replica).hint() + "; " : "";
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.CRITICAL,
                "nothing can be restored from this replica",
                replica.location(),
                elsewhere + "see why: " + watched.command("check"));
    }

    /** The newest snapshot that cannot be read; those before it are of the same writer. */
    List<Finding> unsupported(Inventory inventory) {
        return inventory.unsupportedSnapshots().max(Comparator.comparing(ReplicaFile::time)).stream()
                .map(file -> new Finding(
                        UnreadableFiles.code((Reading.Unsupported) file.reading()),
                        Severity.WARNING,
                        "this snapshot " + UnreadableFiles.because((Reading.Unsupported) file.reading()),
                        replica.locate(file),
                        UnreadableFiles.hint((Reading.Unsupported) file.reading())))
                .toList();
    }

    Finding pending(PlanResult.Pending pending) {
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.UNKNOWN,
                "the only snapshot is too young to be proved sound: it may hold changes whose WAL is not uploaded yet",
                replica.location(),
                "try again after " + pending.until());
    }

    /** What the tests of a restored database that failed mean. */
    List<Finding> of(Verification verification, RecoveryPoint point) {
        return verification.checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.FAILED)
                .map(check -> failed(check, point))
                .toList();
    }

    Finding failed(CheckOutcome check, RecoveryPoint point) {
        boolean own = isOwn(check);
        return new Finding(
                own ? FindingCode.ASSERTION_FAILED : FindingCode.DATABASE_MALFORMED,
                Severity.CRITICAL,
                check.name() + " failed on the state of " + name(point) + ": " + check.detail(),
                replica.location(),
                own ? "compare with the live database, then mend the data or the assertion" : "see " + window());
    }

    /** Whether a check is one of the owner's, as against SQLite's own. */
    static boolean isOwn(CheckOutcome check) {
        String name = check.name();
        return OWN.contains(name) || name.startsWith("assertion: ") || name.startsWith("min_rows: ");
    }

    /** Whether the file is no sound database at all, whatever its rows say. */
    static boolean isMalformed(Verification verification) {
        return isMalformed(verification.checks());
    }

    static boolean isMalformed(List<CheckOutcome> checks) {
        return checks.stream()
                .anyMatch(check -> check.result() == CheckOutcome.Result.FAILED
                        && !isOwn(check)
                        && !check.name().equals("foreign_key_check"));
    }

    /** Returns the reason why a real restore must not use the state: a check did not end. What only lacks the application is none. */
    static Optional<String> unfinished(Verification verification) {
        return verification.checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.INCONCLUSIVE)
                .filter(check -> !verification.remarks().lacking().contains(check.name()))
                .map(check -> check.name() + ": " + check.detail())
                .findFirst();
    }

    /** The tests that could not be done, as one sentence. */
    static Optional<String> inconclusive(Verification verification) {
        return verification.checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.INCONCLUSIVE)
                .map(check -> check.name() + ": " + check.detail())
                .findFirst();
    }

    private String window() {
        return watched.command("window");
    }
}
