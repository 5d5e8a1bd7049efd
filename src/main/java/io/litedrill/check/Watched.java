package io.litedrill.check;

import io.litedrill.replica.KnownFiles;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.Recollection;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaScanner;
import io.litedrill.replica.WriterSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A replica that is watched.
 *
 * @param live where the database itself is, if that is known; it need not be reachable
 */
public record Watched(
        ReplicaId id, Replica replica, Optional<Path> live, Objectives objectives, WriterSettings settings) {
    /** Looks at this replica, and misses the files that are remembered. Reads the memory now. */
    public ReplicaScanner scanner(ReadingCache cache, Memory memory, InstantSource clock) {
        return scanner(cache, memory.files(id), clock);
    }

    ReplicaScanner scanner(ReadingCache cache, Optional<KnownFiles> known, InstantSource clock) {
        return new ReplicaScanner(replica, settings, cache, clock).remembering(recollection(known));
    }

    Recollection recollection(Optional<KnownFiles> known) {
        return new Recollection(replica.location(), settings, known);
    }

    /** The same replica, read through a store that tells this meter of its requests. */
    public Watched meteredBy(Meter meter) {
        return new Watched(id, replica.heardBy(meter), live, objectives, settings);
    }
}
