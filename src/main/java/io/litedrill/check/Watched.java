package io.litedrill.check;

import io.litedrill.replica.KnownFiles;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.Recollection;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaScanner;
import io.litedrill.replica.WriterSettings;
import io.litedrill.storage.StorageListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A replica that is watched.
 *
 * @param naming how commands name it
 * @param live where the database itself is, if that is known; it need not be reachable
 */
public record Watched(
        ReplicaId id,
        Naming naming,
        Replica replica,
        Optional<Path> live,
        Objectives objectives,
        WriterSettings settings) {
    /** One that goes by the name of its database. */
    public Watched(ReplicaId id, Replica replica, Optional<Path> live, Objectives objectives, WriterSettings settings) {
        this(id, new Naming(id.database(), Optional.empty()), replica, live, objectives, settings);
    }

    /** Scans this replica by what is remembered: files that are gone, and files that were proved damaged. Reads the memory now. */
    public ReplicaScanner scanner(ReadingCache cache, Memory memory, InstantSource clock) {
        return scanner(cache, memory, memory.files(id), clock);
    }

    ReplicaScanner scanner(ReadingCache cache, Memory memory, Optional<KnownFiles> known, InstantSource clock) {
        return new ReplicaScanner(replica, settings, cache, clock)
                .remembering(recollection(known))
                .remembering(memory.proved(id));
    }

    Recollection recollection(Optional<KnownFiles> known) {
        return new Recollection(replica.location(), settings, known);
    }

    /** The same replica, read through a store that tells this listener of its requests. */
    public Watched heardBy(StorageListener listener) {
        return new Watched(id, naming, replica.heardBy(listener), live, objectives, settings);
    }

    /** A command on this replica that can be typed as it stands. */
    public String command(String verb) {
        return naming.command(verb);
    }
}
