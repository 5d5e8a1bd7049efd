package io.litedrill.replica.timeline;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import java.util.List;
import java.util.stream.Stream;

/**
 * A snapshot and the increments after it that replay without a hole, up to one recovery point.
 *
 * @param increments in the order of replay; may be empty
 * @param end the recovery point that the replay arrives at
 */
public record Chain(ReplicaFile snapshot, List<ReplicaFile> increments, RecoveryPoint end) {
    /** Copies the list. */
    public Chain {
        increments = List.copyOf(increments);
    }

    /** The snapshot, then the increments. */
    public Stream<ReplicaFile> files() {
        return Stream.concat(Stream.of(snapshot), increments.stream());
    }
}
