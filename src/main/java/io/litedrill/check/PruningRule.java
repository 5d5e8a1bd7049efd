package io.litedrill.check;

import io.litedrill.replica.Layout;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reports a replica with twice as many bytes as Litestream's retention explains, and with files of more than twice the
 * age.
 *
 * <p>Ages are counted back from a snapshot after which Litestream has run for some time, not from now: Litestream
 * prunes when it takes snapshots, so nothing is pruned while the database is idle or Litestream does not run. A
 * retention that is only assumed, as for a replica given by its URL, proves nothing.
 */
final class PruningRule implements Rule {
    /** The delay that uploads and deletions of large replicas explain. */
    private static final Duration DELAY = Duration.ofHours(2);

    private static final int TWICE = 2;

    @Override
    public List<Finding> judge(Evidence evidence) {
        WriterSettings settings = evidence.watched().settings();
        if (!settings.deletes()
                || !settings.isRetentionKnown(evidence.layout())
                || evidence.newest().isEmpty()
                || evidence.earlier().firstSeen().isEmpty()) {
            return List.of();
        }
        boolean wal = evidence.layout() == Layout.WAL;
        Expiry expiry = wal
                ? new WalExpiry(evidence.scan().inventory())
                : new LtxExpiry(evidence.scan().inventory(), settings.compaction());
        return expiry
                .pruned(DELAY.plus(settings.of(evidence.layout()).checkInterval()))
                .flatMap(pruned -> judge(evidence, expiry, pruned))
                .stream()
                .toList();
    }

    private static Optional<Finding> judge(Evidence evidence, Expiry expiry, Instant pruned) {
        WriterSettings.Keeping keeping = evidence.watched().settings().of(evidence.layout());
        Duration explained = keeping.retention()
                .plus(keeping.snapshotInterval().orElse(Duration.ZERO))
                .plus(keeping.checkInterval())
                .plus(DELAY);
        List<ReplicaFile> old = expiry.expired(pruned.minus(explained));
        boolean twiceAsOld =
                !expiry.expired(pruned.minus(explained.multipliedBy(TWICE))).isEmpty();
        boolean twiceAsLarge = bytes(old) * TWICE >= bytes(expiry.files());
        return twiceAsOld && twiceAsLarge
                ? Optional.of(finding(evidence, expiry.files(), old, explained))
                : Optional.empty();
    }

    private static long bytes(List<ReplicaFile> files) {
        return files.stream().mapToLong(ReplicaFile::bytes).sum();
    }

    private static Finding finding(
            Evidence evidence, List<ReplicaFile> files, List<ReplicaFile> old, Duration explained) {
        Instant oldest =
                old.stream().map(ReplicaFile::time).min(Instant::compareTo).orElseThrow();
        return new Finding(
                FindingCode.NOT_PRUNED,
                Severity.WARNING,
                FindingSentence.NOT_PRUNED.of(old.size(), files.size(), bytes(old), bytes(files), explained, oldest),
                evidence.location(),
                Hint.text(
                        "read Litestream's log for deletions that failed, and let its credentials delete files. If its"
                                + " retention is longer than Litedrill assumes, or a rule of the bucket deletes the files, set"
                                + " retention on the replica in litedrill.yml"));
    }
}
