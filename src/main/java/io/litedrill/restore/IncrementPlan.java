package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import java.util.List;

/**
 * Holds the files that lead from a base to the point of a plan. A pure value.
 *
 * @param full the plan that leads to the same point without a base
 * @param files in the order of replay; empty if the base is the state of the plan
 */
public record IncrementPlan(RestorePlan full, Base base, List<ReplicaFile> files) {
    /** Copies the list. */
    public IncrementPlan {
        files = List.copyOf(files);
    }

    /** Returns the number of bytes to fetch, as stored. */
    public long bytes() {
        return files.stream().mapToLong(ReplicaFile::bytes).sum();
    }
}
