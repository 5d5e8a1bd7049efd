package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds a snapshot and the increments that replay on it without a hole, up to one recovery point.
 *
 * @param increments in the order of replay; may be empty
 * @param end the recovery point after the replay
 */
public record Chain(ReplicaFile snapshot, List<ReplicaFile> increments, RecoveryPoint end) {
    /** Copies the list. */
    public Chain {
        increments = List.copyOf(increments);
    }

    /** Returns the snapshot, then the increments. */
    public Stream<ReplicaFile> files() {
        return Stream.concat(Stream.of(snapshot), increments.stream());
    }
}
