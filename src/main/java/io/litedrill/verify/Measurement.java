package io.litedrill.verify;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** What became of measuring a database. */
public sealed interface Measurement {
    /**
     * It was measured, all of it in one state.
     *
     * @param samples a digest of some rows of each table, of those that were reached in time; equal states have equal ones where the seed
     *     is the same
     */
    record Taken(Contents contents, Map<String, String> samples) implements Measurement {
        /** Copies the map. */
        public Taken {
            samples = Map.copyOf(samples);
        }
    }

    /**
     * It was not.
     *
     * @param reason for people
     */
    record NotTaken(String reason) implements Measurement {}

    /**
     * How much may be spent on it.
     *
     * @param time in all; above 0. What is not measured by then is left out
     * @param seed which rows are sampled; empty for none
     */
    record Effort(Duration time, OptionalLong seed) {}
}
