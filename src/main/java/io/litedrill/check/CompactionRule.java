package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
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
 * <p>Litestream 0.5 compacts at each multiple of an interval, and once at its start, all files uploaded until then.
 * So the files that wait for a compaction were uploaded within two intervals, one before and one after a pause of
 * Litestream. Files from many different intervals show failed compactions. Counting intervals and not time makes an
 * idle database and a stopped Litestream no finding.
 */
final class CompactionRule implements Rule {
    /** The number of intervals with waiting files that is no finding: one compaction of many files may take long. */
    static final int EXPLAINED = 10;

    private static final int FEW = 3;

    /** The interval of a level with few files when it is not known: the longest one of Litestream's defaults. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    /** The delay that the compaction of many files explains. */
    private static final Duration DELAY = Duration.ofSeconds(15);

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
        boolean known = evidence.watched().settings().known();
        if (next.isEmpty() && level > 0 && !known) {
            // Litestream may have fewer levels than its defaults
            return Optional.empty();
        }
        long reached =
                next.stream().map(LtxFile::maxTxid).max(Long::compareUnsigned).orElse(0L);
        List<LtxFile> waiting = level(inventory, level).stream()
                .filter(file -> Long.compareUnsigned(file.maxTxid(), reached) > 0)
                .toList();
        Duration interval = known ? configured : longer(configured, usual(next));
        // the history is read only for files that would be a finding
        if (!areMany(waiting, interval) || !areMany(waited(evidence, level, waiting, interval), interval)) {
            return Optional.empty();
        }
        return Optional.of(finding(evidence, level, waiting, next.size() < FEW ? configured : interval));
    }

    /** Returns whether files are of more intervals than what is explained. */
    private static boolean areMany(List<LtxFile> files, Duration interval) {
        return files.stream()
                        .map(file -> uploaded(file).toEpochMilli() / Math.max(1, interval.toMillis()))
                        .distinct()
                        .count()
                > EXPLAINED;
    }

    /**
     * Returns the files that a compaction has left out. In folders and on SFTP servers, files have the time of their
     * content. There, Litestream uploads files of many intervals at once after an outage, and the next compaction
     * includes them. So only files count that a check found before that compaction, where checks are stored.
     */
    private static List<LtxFile> waited(Evidence evidence, int level, List<LtxFile> waiting, Duration interval) {
        ReplicaId id = evidence.watched().id();
        Instant before = evidence.now().minus(interval).minus(DELAY);
        boolean checked = evidence.earlier()
                .firstSeen()
                .filter(seen -> !seen.isAfter(before))
                .isPresent();
        if (level > 0 || !checked || waiting.stream().noneMatch(CompactionRule::hasTimeOfContent)) {
            return waiting;
        }
        long found = evidence.memory()
                .newestAt(id, before)
                .map(RecoveryPoint::position)
                .filter(LtxPosition.class::isInstance)
                .map(position -> ((LtxPosition) position).txid())
                .orElse(0L);
        return waiting.stream()
                .filter(file -> Long.compareUnsigned(file.maxTxid(), found) <= 0)
                .toList();
    }

    private static boolean hasTimeOfContent(LtxFile file) {
        return file.reading() instanceof Reading.Header header
                && header.timestamp().equals(file.object().modified());
    }

    private static List<LtxFile> level(Inventory inventory, int level) {
        return inventory.ltxFiles().stream()
                .filter(file -> file.level() == level)
                .toList();
    }

    /** Returns the time of the upload, not of the content: a late upload could not be compacted earlier. */
    private static Instant uploaded(LtxFile file) {
        return file.object().modified();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Returns the median time between files of a level: Litestream may have longer intervals than its defaults. */
    private static Duration usual(List<LtxFile> files) {
        if (files.size() < FEW) {
            return UNKNOWN;
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
