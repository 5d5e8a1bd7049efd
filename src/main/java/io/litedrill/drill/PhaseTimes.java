package io.litedrill.drill;

import io.litedrill.drill.DrillResult.Phases;
import io.litedrill.restore.RestorePhase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** Adds up the duration of each phase of a run. */
final class PhaseTimes {
    private final InstantSource clock;
    private final Map<RestorePhase, Double> seconds = new EnumMap<>(RestorePhase.class);

    PhaseTimes(InstantSource clock) {
        this.clock = clock;
    }

    /** A part of a run. */
    @FunctionalInterface
    interface Part<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs a part of a phase and measures it, however it ends. */
    <T, E extends Exception> T measure(RestorePhase phase, Part<T, E> part) throws E {
        Instant start = clock.instant();
        try {
            return part.run();
        } finally {
            double more = Duration.between(start, clock.instant()).toNanos() / 1e9;
            seconds.merge(phase, Math.max(0, more), Double::sum);
        }
    }

    Phases phases() {
        return new Phases(
                seconds.getOrDefault(RestorePhase.PLANNING, 0.0),
                seconds.getOrDefault(RestorePhase.RESTORING, 0.0),
                seconds.getOrDefault(RestorePhase.VERIFYING, 0.0));
    }
}
