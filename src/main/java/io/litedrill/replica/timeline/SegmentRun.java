package io.litedrill.replica.timeline;

import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds adjacent WAL segments: each begins where the one before it ends, or at offset 0 of the next index.
 *
 * @param segments at least one, in the order of replay
 * @param times for each segment, when it had been uploaded: its own time, or the time of an earlier segment if a copy
 *     changed the order of times
 * @param starts for each WAL index that begins in this run, the number of its first segment
 */
public record SegmentRun(List<WalSegment> segments, List<Instant> times, Map<Long, Integer> starts) {
    public SegmentRun {
        segments = List.copyOf(segments);
        times = List.copyOf(times);
        starts = Map.copyOf(starts);
    }

    /** Cuts the segments of a generation, in order, into runs. A damaged segment belongs to no run. */
    public static List<SegmentRun> of(List<WalSegment> segments) {
        List<SegmentRun> runs = new ArrayList<>();
        List<WalSegment> current = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            WalSegment segment = segments.get(i);
            if (!current.isEmpty() && isInside(current.get(current.size() - 1), segments.subList(i, segments.size()))) {
                continue;
            }
            boolean joins = !current.isEmpty() && meets(current.get(current.size() - 1), segment);
            if (!current.isEmpty() && (!joins || !segment.isUsable())) {
                runs.add(withTimes(current));
                current = new ArrayList<>();
            }
            if (segment.isUsable()) {
                current.add(segment);
            }
        }
        if (!current.isEmpty()) {
            runs.add(withTimes(current));
        }
        return runs;
    }

    /**
     * Returns whether a segment overlaps the one before it although a later segment continues at that one's end.
     * Litestream writes no such segment: its name is wrong, and no data is lost without it.
     */
    private static boolean isInside(WalSegment before, List<WalSegment> from) {
        OptionalLong end = before.end();
        return end.isPresent()
                && from.get(0).index() == before.index()
                && from.get(0).offset() < end.getAsLong()
                && from.stream()
                        .takeWhile(segment -> segment.index() == before.index() && segment.offset() <= end.getAsLong())
                        .anyMatch(segment -> segment.isUsable() && segment.offset() == end.getAsLong());
    }

    private static boolean meets(WalSegment before, WalSegment after) {
        if (after.index() == before.index()) {
            return before.end().orElse(after.offset()) == after.offset();
        }
        return after.index() == before.index() + 1 && after.offset() == 0;
    }

    private static SegmentRun withTimes(List<WalSegment> segments) {
        List<Instant> times = new ArrayList<>();
        Map<Long, Integer> starts = new HashMap<>();
        Instant latest = Instant.MIN;
        for (int i = 0; i < segments.size(); i++) {
            WalSegment segment = segments.get(i);
            latest = segment.time().isAfter(latest) ? segment.time() : latest;
            times.add(latest);
            if (segment.offset() == 0) {
                starts.put(segment.index(), i);
            }
        }
        return new SegmentRun(segments, times, starts);
    }

    public WalSegment first() {
        return segments.get(0);
    }

    public WalSegment last() {
        return segments.get(segments.size() - 1);
    }

    public int size() {
        return segments.size();
    }

    /**
     * Returns the segment of this run at which the replay on a snapshot of this index begins; empty if it cannot be
     * replayed.
     */
    public Optional<Integer> startOf(long index) {
        return Optional.ofNullable(starts.get(index));
    }

    /** Returns the position after one of its segments. */
    public WalPosition positionAfter(int i) {
        WalSegment segment = segments.get(i);
        boolean followed = i + 1 < segments.size() && segments.get(i + 1).index() == segment.index();
        // an unmeasured segment ends where the next one begins; for the last segment of an index only the start is
        // known
        long end = segment.end().orElse(followed ? segments.get(i + 1).offset() : segment.offset());
        return new WalPosition(segment.generation(), segment.index(), end);
    }
}
