package io.litedrill.check;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.timeline.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Explains a gap that Litestream 0.5 makes itself. It deletes what ends before its oldest snapshot of level 9, but
 * keeps the newest file of each level. With a retention shorter than the interval of a level, that file is old. If it
 * begins at TXID 1, it can be restored, and the states after it cannot.
 */
final class RetentionGap {
    private RetentionGap() {}

    /** Returns a finding that names the cause; empty for a gap with another cause, or before the newest state. */
    static Optional<Finding> finding(Evidence evidence, Gap gap) {
        WriterSettings settings = evidence.watched().settings();
        Duration retention = settings.ltx().retention();
        return gap.after()
                .filter(after -> settings.deletes()
                        && gap.missing().kind() == Gap.Kind.HOLE
                        && gap.newestBehind().isEmpty())
                .flatMap(after -> kept(evidence, after))
                .flatMap(kept -> interval(settings, kept)
                        .filter(interval -> retention.compareTo(interval) < 0)
                        .filter(interval -> isBeforeSnapshots(evidence, kept))
                        .map(interval -> finding(evidence, kept, interval, gap.before())));
    }

    /** Returns the file that ends at a point, if it is the only one of a compacted level and begins at TXID 1. */
    private static Optional<LtxFile> kept(Evidence evidence, RecoveryPoint after) {
        List<LtxFile> files = evidence.scan().inventory().ltxFiles();
        return files.stream()
                .filter(file -> file.level() > 0 && file.level() < LtxFile.SNAPSHOT_LEVEL && file.isSnapshot())
                .filter(file -> file.end().equals(after.position()))
                .filter(file -> files.stream()
                        .noneMatch(other ->
                                other.level() == file.level() && !other.object().equals(file.object())))
                .findFirst();
    }

    private static Optional<Duration> interval(WriterSettings settings, LtxFile file) {
        List<Duration> intervals = settings.compaction().intervals();
        return file.level() <= intervals.size() ? Optional.of(intervals.get(file.level() - 1)) : Optional.empty();
    }

    /** Returns whether all snapshots of level 9 are later than the file, so that retention deletes what is between. */
    private static boolean isBeforeSnapshots(Evidence evidence, LtxFile kept) {
        return evidence.scan().inventory().ltxFiles().stream()
                .filter(file -> file.level() == LtxFile.SNAPSHOT_LEVEL)
                .map(LtxFile::end)
                .min(Comparator.naturalOrder())
                .filter(oldest -> oldest.compareTo(kept.end()) > 0)
                .isPresent();
    }

    private static Finding finding(Evidence evidence, LtxFile kept, Duration interval, Instant before) {
        return new Finding(
                FindingCode.RETENTION_SHORT,
                Severity.WARNING,
                FindingSentence.RETENTION_GAP.of(
                        evidence.watched().settings().ltx().retention(), interval, kept.level(), kept.time(), before),
                evidence.watched().replica().locate(kept),
                Hint.text("set snapshot.retention in litestream.yml to at least the longest interval of its levels (an"
                        + " hour by default)"));
    }
}
