package io.litedrill.check;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.memory.MissingFileDetector;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
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
public record CheckedReplica(
        ReplicaId id,
        CommandLineName naming,
        Replica replica,
        Optional<Path> live,
        Objectives objectives,
        WriterSettings settings) {
    /** One that goes by the name of its database. */
    public CheckedReplica(
            ReplicaId id, Replica replica, Optional<Path> live, Objectives objectives, WriterSettings settings) {
        this(id, new CommandLineName(id.database(), Optional.empty()), replica, live, objectives, settings);
    }

    /** Scans this replica by what is remembered: files that are gone, and files that were proved damaged. Reads the memory now. */
    public ReplicaScanner scanner(ReadingCache cache, ReplicaHistory memory, InstantSource clock) {
        return scanner(cache, memory, memory.files(id), clock);
    }

    ReplicaScanner scanner(ReadingCache cache, ReplicaHistory memory, Optional<KnownFiles> known, InstantSource clock) {
        return new ReplicaScanner(replica, settings, cache, clock)
                .remembering(recollection(known))
                .remembering(memory.proved(id));
    }

    MissingFileDetector recollection(Optional<KnownFiles> known) {
        return new MissingFileDetector(replica.location(), settings, known);
    }

    /** The same replica, read through a store that tells this listener of its requests. */
    public CheckedReplica heardBy(StorageListener listener) {
        return new CheckedReplica(id, naming, replica.heardBy(listener), live, objectives, settings);
    }

    /** A command on this replica that can be typed as it stands. */
    public String command(String verb) {
        return naming.command(verb);
    }
}
