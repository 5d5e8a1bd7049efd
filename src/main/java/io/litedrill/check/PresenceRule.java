package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports a missing backup, and a newest part without a snapshot. */
final class PresenceRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        Inventory inventory = evidence.scan().inventory();
        if (inventory.isEmpty()) {
            return List.of(EmptyReplica.finding(evidence.watched().replica(), inventory));
        }
        List<Finding> findings = new ArrayList<>();
        if (evidence.newest().isEmpty()) {
            findings.add(evidence.scan()
                    .timeline()
                    .pendingUntil()
                    .map(until -> pending(evidence, until))
                    .orElseGet(() -> unreadable(evidence) ? unsupported(evidence) : noBackup(evidence)));
        }
        if (!unreadable(evidence)) {
            missingSnapshot(evidence).ifPresent(findings::add);
            findings.addAll(olderWithoutSnapshot(evidence));
        }
        return findings;
    }

    private static Finding pending(Evidence evidence, Instant until) {
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.UNKNOWN,
                FindingSentence.SNAPSHOT_TOO_YOUNG.of(),
                evidence.location(),
                Hint.text("look again after " + until));
    }

    /**
     * Returns whether the existing snapshots may be sound but have an unknown format: then nothing is reported as
     * missing.
     */
    private static boolean unreadable(Evidence evidence) {
        return evidence.newest().isEmpty() && evidence.scan().inventory().mayHoldUnreadBackup();
    }

    private static Finding unsupported(Evidence evidence) {
        boolean locked = allLack(evidence, Reading.Lack.IDENTITY);
        boolean refused = allLack(evidence, Reading.Lack.ACCESS);
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.UNKNOWN,
                FindingSentence.BACKUP_UNREAD.of(
                        refused
                                ? "files that a restore needs may not be read"
                                : locked
                                        ? "encrypted for a key that is not configured"
                                        : "in a format that this version cannot read"),
                evidence.location(),
                refused
                        ? Hint.text("let Litedrill read the files, or restore them from their archive class")
                        : locked
                                ? UnreadableFiles.IDENTITY_HINT
                                : Hint.text("restore it with the Litestream that wrote it, to see whether it does"));
    }

    private static boolean allLack(Evidence evidence, Reading.Lack lack) {
        return evidence.scan()
                .inventory()
                .unsupportedSnapshots()
                .allMatch(file -> ((Reading.Unsupported) file.reading()).lack() == lack);
    }

    private static Finding noBackup(Evidence evidence) {
        return new Finding(
                FindingCode.NO_BACKUP,
                Severity.CRITICAL,
                FindingSentence.NOTHING_USABLE.of(),
                evidence.location(),
                Hint.text("keep the live database safe until a drill passes; ").then(RepairHint.hint(evidence)));
    }

    /** Returns whether a snapshot of the same history exists and could not be read, which another finding reports. */
    private static boolean isUnsupported(Evidence evidence, String where) {
        return evidence.scan()
                .inventory()
                .unsupportedSnapshots()
                .anyMatch(file -> evidence.watched().replica().locate(file).equals(where)
                        || (((Reading.Unsupported) file.reading()).lack() == Reading.Lack.ACCESS
                                && UnreadableFiles.isSnapshotOf(file, where)));
    }

    private static Optional<Finding> missingSnapshot(Evidence evidence) {
        return evidence.scan()
                .timeline()
                .holeAtEnd()
                .filter(gap -> gap.missing().kind() == Gap.Kind.NO_SNAPSHOT)
                .filter(gap -> !isUnsupported(evidence, gap.missing().where()))
                .map(gap -> new Finding(
                        FindingCode.SNAPSHOT_MISSING,
                        Severity.CRITICAL,
                        FindingSentence.NEWEST_WITHOUT_SNAPSHOT.of(gap.missing().what()),
                        gap.missing().where(),
                        evidence.newest()
                                .map(point -> older(evidence, point))
                                .orElseGet(() -> RepairHint.hint(evidence))));
    }

    private static Hint older(Evidence evidence, RecoveryPoint point) {
        return Hint.text("an older state can be restored, of " + point.time() + ": ")
                .then(evidence.windowCommand())
                .then(". To mend it: ")
                .then(RepairHint.hint(evidence));
    }

    /**
     * Returns findings for older files without a snapshot: a generation always begins with a snapshot and is deleted
     * with it.
     */
    private static List<Finding> olderWithoutSnapshot(Evidence evidence) {
        Optional<Gap> atEnd = evidence.scan().timeline().holeAtEnd();
        return evidence.scan().timeline().holes().stream()
                .filter(gap -> gap.missing().kind() == Gap.Kind.NO_SNAPSHOT && !atEnd.equals(Optional.of(gap)))
                .filter(gap -> !isUnsupported(evidence, gap.missing().where()))
                .map(gap -> new Finding(
                        FindingCode.SNAPSHOT_MISSING,
                        Severity.WARNING,
                        FindingSentence.OLDER_WITHOUT_SNAPSHOT.of(gap.missing().what()),
                        gap.missing().where(),
                        Hint.text("see what can be restored: ").then(evidence.windowCommand())))
                .toList();
    }
}
