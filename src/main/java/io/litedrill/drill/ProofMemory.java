package io.litedrill.drill;

import io.litedrill.check.ReplicaId;
import java.util.Set;

/** Which cross-proofs agreed before, so that each is done once. Only agreement is remembered: what disagrees is looked at again. */
public interface ProofMemory {
    /** Remembers nothing. */
    ProofMemory NONE = new ProofMemory() {
        @Override
        public Set<String> agreed(ReplicaId id) {
            return Set.of();
        }

        @Override
        public void keep(ReplicaId id, Set<String> digests) {}
    };

    /** The proofs of a replica that agreed, each by a digest of the files that it was about. */
    Set<String> agreed(ReplicaId id);

    /** Replaces what is remembered of a replica: proofs about files that are gone are forgotten so. Does not throw. */
    void keep(ReplicaId id, Set<String> digests);
}
