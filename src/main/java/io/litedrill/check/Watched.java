package io.litedrill.check;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A replica that is watched.
 *
 * @param live where the database itself is, if that is known; it need not be reachable
 */
public record Watched(
        ReplicaId id, Replica replica, Optional<Path> live, Objectives objectives, WriterSettings settings) {
    /** The same replica, read through a store that tells this meter of its requests. */
    public Watched meteredBy(Meter meter) {
        return new Watched(id, replica.heardBy(meter), live, objectives, settings);
    }
}
