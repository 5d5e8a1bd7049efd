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
 * WAL segments that meet: each begins where the one before it ends, or an index after it at offset 0.
 *
 * @param segments at least one, in the order of replay
 * @param times for each segment, when it had been uploaded: its own time, or that of an earlier one where a copy mixed them up
 * @param starts for each WAL index that begins in this run, which of the segments begins it
 */
public record SegmentRun(List<WalSegment> segments, List<Instant> times, Map<Long, Integer> starts) {
    public SegmentRun {
        segments = List.copyOf(segments);
        times = List.copyOf(times);
        starts = Map.copyOf(starts);
    }

    /** Cuts the segments of a generation, in order, into runs. A damaged segment belongs to none. */
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
     * Whether a segment claims a place inside the one before it, and behind it goes on what it claims to be in the way of. Litestream writes
     * no such one: its name lies, and nothing is lost without it.
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

    /** Where in this run the replay on a snapshot of this index begins; empty when it cannot. */
    public Optional<Integer> startOf(long index) {
        return Optional.ofNullable(starts.get(index));
    }

    /** The position after one of its segments. */
    public WalPosition positionAfter(int i) {
        WalSegment segment = segments.get(i);
        boolean followed = i + 1 < segments.size() && segments.get(i + 1).index() == segment.index();
        // an unmeasured segment ends where the next one begins; of the last one of an index only the beginning is known
        long end = segment.end().orElse(followed ? segments.get(i + 1).offset() : segment.offset());
        return new WalPosition(segment.generation(), segment.index(), end);
    }
}
