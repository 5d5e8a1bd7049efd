package io.litedrill.drill;

import io.litedrill.check.ReplicaId;
import io.litedrill.verify.Contents;
import java.time.Instant;
import java.util.Optional;

/** What the last drill of a replica that passed found in the database. Does not throw. */
public interface LastGood {
    /** Remembers nothing. */
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

    /** What is remembered of a replica. */
    Optional<Kept> lastGood(ReplicaId id);

    /** Remembers, instead of what was before. */
    void keep(ReplicaId id, Kept kept);

    /**
     * What is remembered.
     *
     * @param runId of the drill
     * @param point the time of the recovery point
     */
    record Kept(String runId, Instant point, Contents contents) {}
}
