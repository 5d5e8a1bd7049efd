package io.litedrill.drill;

import io.litedrill.check.ReplicaId;
import java.util.Set;

/**
 * Stores the cross-proofs that agreed, so that each is done once. Only agreement is stored: disagreements are compared
 * again.
 */
public interface ProofMemory {
    /** Stores nothing. */
    ProofMemory NONE = new ProofMemory() {
        @Override
        public Set<String> agreed(ReplicaId id) {
            return Set.of();
        }

        @Override
        public void keep(ReplicaId id, Set<String> digests) {}
    };

    /** Returns the proofs of a replica that agreed, each as a digest of its files. */
    Set<String> agreed(ReplicaId id);

    /** Replaces the stored proofs of a replica. Proofs of deleted files are dropped that way. Does not throw. */
    void keep(ReplicaId id, Set<String> digests);
}
