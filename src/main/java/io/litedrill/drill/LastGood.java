package io.litedrill.drill;

import io.litedrill.check.ReplicaId;
import io.litedrill.verify.Contents;
import java.time.Instant;
import java.util.Optional;

/** Stores the database contents that the last drill of a replica that passed found. Its methods do not throw. */
public interface LastGood {
    /** Stores nothing. */
    LastGood NONE = new LastGood() {
        @Override
        public Optional<Kept> lastGood(ReplicaId id) {
            return Optional.empty();
        }

        @Override
        public void keep(ReplicaId id, Kept kept) {
            // a replica named by its URL has no history
        }
    };

    /** Returns the contents stored for a replica. */
    Optional<Kept> lastGood(ReplicaId id);

    /** Replaces the contents stored for a replica. */
    void keep(ReplicaId id, Kept kept);

    /**
     * Holds the stored contents.
     *
     * @param runId run id of the drill
     * @param point time of the recovery point
     */
    record Kept(String runId, Instant point, Contents contents) {}
}
