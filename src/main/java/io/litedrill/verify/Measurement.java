package io.litedrill.verify;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** The result of measuring a database. */
public sealed interface Measurement {
    /**
     * A completed measurement of one state.
     *
     * @param samples a digest of some rows of each table that was reached in time; equal states have equal digests when
     *     the seed is the same
     */
    record Taken(Contents contents, Map<String, String> samples) implements Measurement {
        /** Copies the map. */
        public Taken {
            samples = Map.copyOf(samples);
        }
    }

    /**
     * A failed measurement.
     *
     * @param reason for people
     */
    record NotTaken(String reason) implements Measurement {}

    /**
     * The limits of a measurement.
     *
     * @param time total time limit, above 0. Tables that are not measured in time are skipped
     * @param seed decides which rows are sampled; empty for no samples
     */
    record Effort(Duration time, OptionalLong seed) {}
}
