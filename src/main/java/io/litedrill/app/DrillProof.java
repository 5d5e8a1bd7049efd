package io.litedrill.app;

import io.litedrill.check.ReplicaId;
import io.litedrill.history.HistoryException;
import io.litedrill.history.LastTimes;
import java.time.Instant;
import java.util.Optional;

/** States whether drills have proved that a replica can be restored. */
public sealed interface DrillProof {
    /** Returns the proof that the history records. */
    static DrillProof of(HistoryHandle past, ReplicaId id) {
        try {
            return past.history()
                    .<DrillProof>map(history -> of(history.lastTimes(id)))
                    .orElseGet(Unknown::new);
        } catch (HistoryException e) {
            return new Unknown();
        }
    }

    private static DrillProof of(LastTimes times) {
        return times.drill().isEmpty() ? new Never() : new Drilled(times.passedDrill(), times.failedDrill());
    }

    /** There is no history, or it cannot be read. */
    record Unknown() implements DrillProof {}

    /** No drill of the replica has run. */
    record Never() implements DrillProof {}

    /**
     * Drills have run.
     *
     * @param passed when the last passed drill ended
     * @param failed when the last failed drill ended
     */
    record Drilled(Optional<Instant> passed, Optional<Instant> failed) implements DrillProof {
        /** Returns whether the last drill that passed or failed has failed. */
        public boolean isFailing() {
            return failed.filter(
                            time -> passed.filter(pass -> !pass.isBefore(time)).isEmpty())
                    .isPresent();
        }
    }
}
