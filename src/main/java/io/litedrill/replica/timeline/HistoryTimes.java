package io.litedrill.replica.timeline;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Layout;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.storage.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the times of one generation, or of the LTX files. Pure.
 *
 * @param end its newest state
 * @param latest the latest time of its recovery points, by which the timeline orders histories
 * @param files times in the listing, in the order of replay
 * @param headerLead how much later the store's time of the newest LTX file is than its header time; empty for a
 *     generation
 * @param header time in the header of the newest LTX file; empty for a generation
 * @param shuffled whether the times of the files contradict the order of replay, which only a copy causes
 */
public record HistoryTimes(
        RecoveryPoint end,
        Instant latest,
        List<StoredObject> files,
        Optional<Duration> headerLead,
        Optional<Instant> header,
        boolean shuffled) {
    /** The minimum number of inversions that shows a copy; a clock that was set back once causes one. */
    private static final int LEAST_INVERSIONS = 2;

    private static final Duration SLACK = Duration.ofSeconds(10);

    /** Describes a generation; empty if no state of it can be restored. */
    public static Optional<HistoryTimes> of(Generation generation, Timeline timeline) {
        List<RecoveryPoint> points = timeline.points()
                .filter(point -> point.position() instanceof WalPosition wal
                        && wal.generation().equals(generation.id()))
                .toList();
        boolean shuffled = inversions(generation.segments()) >= LEAST_INVERSIONS || hasEarlySnapshot(generation);
        return of(points, generation.files(), Optional.empty(), shuffled);
    }

    /** Describes the LTX files; empty if no state of them can be restored. */
    public static Optional<HistoryTimes> of(List<LtxFile> files, Timeline timeline) {
        List<RecoveryPoint> points = timeline.points()
                .filter(point -> point.position().layout() == Layout.LTX)
                .toList();
        // a compaction has the time of its last input, and may be uploaded much later
        Optional<LtxFile> newest = files.stream()
                .filter(file -> file.reading() instanceof Reading.Header)
                .filter(file -> file.level() == 0 || file.level() == LtxFile.SNAPSHOT_LEVEL)
                .reduce((a, b) -> b);
        return of(points, files.stream(), newest, false);
    }

    private static Optional<HistoryTimes> of(
            List<RecoveryPoint> points,
            Stream<? extends ReplicaFile> files,
            Optional<LtxFile> newest,
            boolean shuffled) {
        return points.stream()
                .map(RecoveryPoint::time)
                .max(Comparator.naturalOrder())
                .map(latest -> new HistoryTimes(
                        points.get(points.size() - 1),
                        latest,
                        files.map(ReplicaFile::object).toList(),
                        newest.map(file ->
                                Duration.between(file.time(), file.object().modified())),
                        newest.map(LtxFile::time),
                        shuffled));
    }

    /** Returns the store's time of its newest file. */
    public Instant modified() {
        return files.stream()
                .map(StoredObject::modified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    public boolean isLtx() {
        return end.position().layout() == Layout.LTX;
    }

    private static int inversions(List<WalSegment> segments) {
        int inversions = 0;
        for (int i = 1; i < segments.size(); i++) {
            inversions += segments.get(i).time().isBefore(segments.get(i - 1).time()) ? 1 : 0;
        }
        return inversions;
    }

    /**
     * Returns whether a snapshot is older than segments of an earlier index. Litestream takes a snapshot of a later
     * index after them.
     */
    private static boolean hasEarlySnapshot(Generation generation) {
        return generation.snapshots().stream()
                .anyMatch(snapshot -> generation.segments().stream()
                        .anyMatch(segment -> segment.index() < snapshot.index()
                                && segment.time().isAfter(snapshot.time().plus(SLACK))));
    }
}
