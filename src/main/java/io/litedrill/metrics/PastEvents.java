package io.litedrill.metrics;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds events of a replica from before the start, or from another process.
 *
 * @param check the last check; the times of its events are exported, its verdict and findings are not
 * @param drill the last drill
 * @param scrub the last scrub
 */
public record PastEvents(
        Optional<CheckResult> check, Optional<DrillResult> drill, Optional<ScrubResult> scrub, Times times) {
    /** Creates the events of a replica that was never scrubbed. */
    public PastEvents(Optional<CheckResult> check, Optional<DrillResult> drill, Times times) {
        this(check, drill, Optional.empty(), times);
    }

    /** Returns only a drill before the last one. */
    public static PastEvents of(DrillResult drill) {
        return new PastEvents(
                Optional.empty(),
                Optional.of(drill),
                new Times(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /**
     * Holds the end times of the last drills and restores.
     *
     * @param drill the last drill with any outcome
     * @param passedDrill the last passed drill
     * @param failedDrill the last failed drill
     * @param restore the last restore that wrote a database
     */
    public record Times(
            Optional<Instant> drill,
            Optional<Instant> passedDrill,
            Optional<Instant> failedDrill,
            Optional<Instant> restore) {}
}
