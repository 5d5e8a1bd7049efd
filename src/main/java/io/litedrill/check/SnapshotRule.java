package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Layout;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reports a newest snapshot that is older than Litestream's settings explain. Without snapshots, restores take longer,
 * and retention has nothing to keep. In layout {@code ltx} an idle database gets no snapshots, so there the age ends at
 * the recovery point.
 */
final class SnapshotRule implements Rule {
    /** Delay that one check a minute explains. */
    private static final Duration ONE_CHECK = Duration.ofMinutes(1);

    @Override
    public List<Finding> judge(Evidence evidence) {
        CheckResult.Snapshots snapshots = measure(evidence);
        Optional<Duration> age = snapshots
                .age()
                .filter(measured -> measured.compareTo(snapshots.allowed()) > 0)
                .filter(measured -> !isJustWrittenTo(evidence, snapshots.allowed()));
        return age.map(measured -> overdue(evidence, measured, snapshots.allowed())).stream()
                .toList();
    }

    /**
     * Returns whether the first write after the newest snapshot is too young to require a new snapshot. An idle
     * database gets no snapshots in layout {@code ltx}, so at its first write after a week the newest snapshot is a
     * week old, which is normal.
     */
    private static boolean isJustWrittenTo(Evidence evidence, Duration allowed) {
        Optional<RecoveryPoint> newest = evidence.newest();
        return newest.filter(point -> point.position().layout() == Layout.LTX)
                .flatMap(point -> firstWriteAfterSnapshot(evidence))
                .filter(first -> Duration.between(first, newest.get().time()).compareTo(allowed) <= 0)
                .isPresent();
    }

    private static Optional<Instant> firstWriteAfterSnapshot(Evidence evidence) {
        Optional<LtxPosition> snapshot = evidence.scan().inventory().ltxFiles().stream()
                .filter(file -> file.isUsable() && file.isSnapshot())
                .map(LtxFile::end)
                .max(Comparator.naturalOrder());
        return evidence.scan()
                .timeline()
                .points()
                .filter(point -> point.position() instanceof LtxPosition position
                        && snapshot.filter(end -> position.compareTo(end) > 0).isPresent())
                .map(RecoveryPoint::time)
                .findFirst();
    }

    private static Finding overdue(Evidence evidence, Duration age, Duration allowed) {
        boolean twice = age.compareTo(allowed.multipliedBy(2)) > 0;
        return new Finding(
                FindingCode.SNAPSHOT_OVERDUE,
                twice ? Severity.CRITICAL : Severity.WARNING,
                FindingSentence.SNAPSHOT_OVERDUE.of(age, allowed),
                evidence.location(),
                Hint.text("see whether Litestream runs and what its log says of snapshots"));
    }

    /** Measures the snapshots of the layout of the newest recovery point. */
    static CheckResult.Snapshots measure(Evidence evidence) {
        Layout layout = evidence.layout();
        List<ReplicaFile> snapshots = snapshots(evidence.scan().inventory(), layout);
        Optional<Instant> newest = snapshots.stream().map(ReplicaFile::time).max(Comparator.naturalOrder());
        Instant until = layout == Layout.WAL
                ? evidence.now()
                : evidence.newest().map(point -> point.time()).orElse(evidence.now());
        Optional<Duration> age = newest.map(time -> Duration.between(time, until))
                .map(duration -> duration.isNegative() ? Duration.ZERO : duration);
        WriterSettings.Keeping keeping = evidence.watched().settings().of(layout);
        return new CheckResult.Snapshots(snapshots.size(), newest, age, allowed(keeping));
    }

    private static Duration allowed(WriterSettings.Keeping keeping) {
        return keeping.snapshotInterval()
                .orElse(keeping.retention())
                .plus(keeping.checkInterval())
                .plus(ONE_CHECK);
    }

    private static List<ReplicaFile> snapshots(Inventory inventory, Layout layout) {
        return inventory
                .files()
                // a snapshot that the store refuses to return still exists
                .filter(file -> file.isUsable() || UnreadableFiles.isRefused(file))
                .filter(file -> layout == Layout.WAL
                        ? file instanceof WalSnapshot
                        : file instanceof LtxFile ltx && ltx.isSnapshot())
                .toList();
    }
}
