package io.litedrill.restore;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the files of one replay in the order of replay. They begin with a snapshot, or they are applied to a base.
 *
 * @param snapshot empty with a base
 * @param base empty with a snapshot
 */
record Replay(Replica replica, Optional<ReplicaFile> snapshot, List<ReplicaFile> increments, Optional<Base> base) {
    Replay {
        increments = List.copyOf(increments);
    }

    /** Returns the replay of a whole plan. */
    static Replay of(RestorePlan plan) {
        return new Replay(
                plan.replica(),
                Optional.of(plan.chain().snapshot()),
                plan.chain().increments(),
                Optional.empty());
    }

    /** Returns the replay of newer files on a base. */
    static Replay of(IncrementPlan plan) {
        return new Replay(plan.full().replica(), Optional.empty(), plan.files(), Optional.of(plan.base()));
    }

    /** Returns all files. */
    List<ReplicaFile> files() {
        return Stream.concat(snapshot.stream(), increments.stream()).toList();
    }

    /** Returns the number of bytes of the files, as stored. */
    long bytes() {
        return files().stream().mapToLong(ReplicaFile::bytes).sum();
    }

    /** Returns the maximum number of pages that the base and these files can hold. */
    long mostPages(int pageSize) {
        return base.map(Base::pages).orElse(0L) + RestorePlan.mostPages(bytes(), pageSize);
    }
}
