package io.litedrill.check;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.memory.MissingFileDetector;
import io.litedrill.replica.scan.Coverage;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.storage.StorageListener;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A monitored replica.
 *
 * @param naming the name of the replica in commands
 * @param live path of the live database, if it is known; the database need not be reachable
 */
public record CheckedReplica(
        ReplicaId id,
        CommandLineName naming,
        Replica replica,
        Optional<Path> live,
        Objectives objectives,
        WriterSettings settings) {
    /** Creates a replica that commands address by the name of its database. */
    public CheckedReplica(
            ReplicaId id, Replica replica, Optional<Path> live, Objectives objectives, WriterSettings settings) {
        this(id, new CommandLineName(id.database(), Optional.empty()), replica, live, objectives, settings);
    }

    /**
     * Returns a scanner of this replica that uses the stored file history: files that are gone, and files that were
     * found damaged. Reads the history now.
     */
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

    /**
     * Returns the files to remember after a scan. The content of a replica that was read with identities is not
     * remembered: without them, it could not be read.
     */
    KnownFiles after(Optional<KnownFiles> known, Scan scan, Instant now) {
        MissingFileDetector recollection = recollection(known);
        KnownFiles after = scan.listing().coverage() == Coverage.ALL
                ? recollection.after(scan.inventory(), now)
                : recollection.afterSome(scan.inventory(), now);
        return replica.hasIdentities() ? after.unread() : after;
    }

    /** Returns this replica with a store that also reports its requests to the listener. */
    public CheckedReplica withListener(StorageListener listener) {
        return new CheckedReplica(id, naming, replica.withListener(listener), live, objectives, settings);
    }

    /** Returns a command for this replica. */
    public Hint.Command command(CommandVerb verb) {
        return naming.command(verb);
    }
}
