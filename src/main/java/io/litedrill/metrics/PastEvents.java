package io.litedrill.metrics;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to a replica before the start, or in another process.
 *
 * @param check the last check; its times of events are shown, its verdict and findings are not
 * @param drill the last drill
 * @param scrub the last scrub
 */
public record PastEvents(
        Optional<CheckResult> check, Optional<DrillResult> drill, Optional<ScrubResult> scrub, Times times) {
    /** Of a replica that was never scrubbed. */
    public PastEvents(Optional<CheckResult> check, Optional<DrillResult> drill, Times times) {
        this(check, drill, Optional.empty(), times);
    }

    /** A drill before the last one, and nothing else. */
    public static PastEvents of(DrillResult drill) {
        return new PastEvents(
                Optional.empty(),
                Optional.of(drill),
                new Times(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /**
     * When drills and restores ended for the last time.
     *
     * @param drill whatever came of it
     * @param passedDrill one that passed
     * @param failedDrill one that failed
     * @param restore one that wrote a database
     */
    public record Times(
            Optional<Instant> drill,
            Optional<Instant> passedDrill,
            Optional<Instant> failedDrill,
            Optional<Instant> restore) {}
}
