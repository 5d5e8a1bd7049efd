package io.litedrill.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holds how long drills took.
 *
 * @param buckets the number of drills up to each of {@link #BOUNDS} and beyond the bound before
 * @param seconds the sum
 */
record DrillLengths(List<Long> buckets, double seconds) {
    /** The upper bounds of the buckets, in seconds. */
    static final List<Double> BOUNDS =
            List.of(1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 10800.0, Double.POSITIVE_INFINITY);

    static final DrillLengths NONE = new DrillLengths(Collections.nCopies(BOUNDS.size(), 0L), 0);

    /** Returns a copy with one more drill. */
    DrillLengths with(double length) {
        Long[] counts = buckets.toArray(Long[]::new);
        int bucket = IntStream.range(0, counts.length)
                .filter(each -> length <= BOUNDS.get(each))
                .findFirst()
                .orElse(counts.length - 1);
        counts[bucket]++;
        return new DrillLengths(List.copyOf(Arrays.asList(counts)), seconds + length);
    }
}
