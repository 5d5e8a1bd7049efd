package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reports a level of layout {@code ltx} whose files no longer get into the next level. Restores then read more files,
 * and level 0 is not pruned.
 *
 * <p>Litestream 0.5 compacts at each multiple of an interval, and once at its start, whatever was uploaded until then.
 * So the files that wait for a compaction were uploaded within two intervals, one before and one after a pause of
 * Litestream. Files from many different intervals show failed compactions. Counting intervals and not time makes an
 * idle database and a stopped Litestream no finding.
 */
final class CompactionRule implements Rule {
    /** The number of intervals with waiting files that is no finding: one compaction of many files may take long. */
    static final int EXPLAINED = 10;

    private static final int FEW = 3;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Duration> intervals = evidence.watched().settings().compaction().intervals();
        List<Finding> findings = new ArrayList<>();
        for (int level = 0; level < Math.min(intervals.size(), LtxFile.SNAPSHOT_LEVEL - 1); level++) {
            judge(evidence, level, intervals.get(level)).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<Finding> judge(Evidence evidence, int level, Duration configured) {
        Inventory inventory = evidence.scan().inventory();
        List<LtxFile> next = level(inventory, level + 1);
        // Litestream may have fewer levels than the configuration that is known here
        if (next.isEmpty() && level > 0) {
            return Optional.empty();
        }
        long reached =
                next.stream().map(LtxFile::maxTxid).max(Long::compareUnsigned).orElse(0L);
        List<LtxFile> waiting = level(inventory, level).stream()
                .filter(file -> Long.compareUnsigned(file.maxTxid(), reached) > 0)
                .toList();
        Duration interval = longer(configured, usual(next));
        long slots = waiting.stream()
                .map(file -> uploaded(file).toEpochMilli() / Math.max(1, interval.toMillis()))
                .distinct()
                .count();
        return slots > EXPLAINED ? Optional.of(finding(evidence, level, waiting, configured)) : Optional.empty();
    }

    private static List<LtxFile> level(Inventory inventory, int level) {
        return inventory.ltxFiles().stream()
                .filter(file -> file.level() == level)
                .toList();
    }

    /** Returns the time of the upload, not of the content: what was uploaded late was not there to be compacted. */
    private static Instant uploaded(LtxFile file) {
        return file.object().modified();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Returns the median time between files of a level: Litestream may have longer intervals than the known ones. */
    private static Duration usual(List<LtxFile> files) {
        if (files.size() < FEW) {
            return Duration.ZERO;
        }
        List<Instant> times =
                files.stream().map(CompactionRule::uploaded).sorted().toList();
        List<Duration> steps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            steps.add(Duration.between(times.get(i - 1), times.get(i)));
        }
        return steps.stream().sorted().toList().get(steps.size() / 2);
    }

    private static Finding finding(Evidence evidence, int level, List<LtxFile> waiting, Duration interval) {
        long bytes = waiting.stream().mapToLong(ReplicaFile::bytes).sum();
        Instant since =
                waiting.stream().map(ReplicaFile::time).min(Instant::compareTo).orElseThrow();
        return new Finding(
                FindingCode.COMPACTION_STUCK,
                Severity.WARNING,
                FindingSentence.COMPACTION_STUCK.of(waiting.size(), level, bytes, since, level + 1, interval),
                evidence.location(),
                Hint.text(
                        "read Litestream's log for failed compactions. A missing or damaged file stops all compactions"
                                + " after it: docs/findings.md#mending-a-gap"));
    }
}
