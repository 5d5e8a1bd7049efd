package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.Settling;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.MissingFileDetector;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Scans a replica: lists it, reads the data missing from the listing, and computes the states that can be restored. */
public final class ReplicaScanner {
    private final Replica replica;
    private final WriterSettings settings;
    private final ReadingCache cache;
    private final InstantSource clock;
    private final MissingFileDetector recollection;
    private final ProvedFiles proved;

    /** Creates a scanner for a replica whose Litestream has these settings. */
    public ReplicaScanner(Replica replica, WriterSettings settings, ReadingCache cache, InstantSource clock) {
        this(new ReplicaReading(replica, cache), settings, clock, noMemory(replica, settings), ProvedFiles.NONE);
    }

    private static MissingFileDetector noMemory(Replica replica, WriterSettings settings) {
        return new MissingFileDetector(replica.location(), settings, Optional.empty());
    }

    private ReplicaScanner(
            ReplicaReading from,
            WriterSettings settings,
            InstantSource clock,
            MissingFileDetector recollection,
            ProvedFiles proved) {
        this.replica = from.replica();
        this.cache = from.cache();
        this.settings = settings;
        this.clock = clock;
        this.recollection = recollection;
        this.proved = proved.at(replica.location());
    }

    private record ReplicaReading(Replica replica, ReadingCache cache) {}

    /** Returns a copy that detects missing files. The remembered listing must be read before the replica is listed. */
    public ReplicaScanner remembering(MissingFileDetector remembered) {
        return new ReplicaScanner(new ReplicaReading(replica, cache), settings, clock, remembered, proved);
    }

    /** Returns a copy that excludes files with proved damage that have not changed since. */
    public ReplicaScanner remembering(ProvedFiles files) {
        return new ReplicaScanner(new ReplicaReading(replica, cache), settings, clock, recollection, files);
    }

    /**
     * Holds the result of a scan.
     *
     * @param inventory the files with the data read from them
     * @param timeline the states that can be restored from them
     */
    public record Scan(Replica replica, Inventory inventory, Timeline timeline) {}

    /**
     * Scans once; twice when the first listing shows a hole, a missing or damaged file, or no recovery point, since a
     * listing is not atomic and one listing alone proves no fault; and again while a file is damaged that was not
     * damaged in the listing before.
     *
     * @throws StorageException when the store cannot be read
     */
    public Scan scan(Depth depth) throws StorageException {
        Scan scan = scanOnce(depth, Map.of());
        Set<StoredObject> suspects = damaged(scan);
        if (isSound(scan) && suspects.isEmpty()) {
            return scan;
        }
        for (int i = 1; i < Settling.MOST_LISTINGS; i++) {
            scan = scanOnce(depth, files(scan));
            Set<StoredObject> still = damaged(scan);
            if (suspects.containsAll(still)) {
                return scan;
            }
            suspects = still;
        }
        throw new StorageException(
                StorageException.Kind.CHANGED,
                replica.location() + ": a file was written again under each of " + Settling.MOST_LISTINGS
                        + " listings");
    }

    private static boolean isSound(Scan scan) {
        return scan.timeline().newest().isPresent()
                && scan.timeline().holes().isEmpty()
                && scan.inventory().vanished().isEmpty();
    }

    private static Set<StoredObject> damaged(Scan scan) {
        return scan.inventory()
                .files()
                .filter(file -> file.reading() instanceof Reading.Damaged && !Inventory.isRememberedDamage(file))
                .map(ReplicaFile::object)
                .collect(Collectors.toSet());
    }

    /**
     * Returns the files that another listing need not read again. Reading more of them would show more damage at each
     * listing, and the scan would not end.
     */
    private static Map<StoredObject, ReplicaFile> files(Scan scan) {
        Map<StoredObject, ReplicaFile> files = new HashMap<>();
        scan.inventory().files().forEach(file -> files.put(file.object(), file));
        return files;
    }

    private Scan scanOnce(Depth depth, Map<StoredObject, ReplicaFile> before) throws StorageException {
        StorageException last = new StorageException(StorageException.Kind.UNREACHABLE, replica.location());
        for (int i = 0; i < Settling.MOST_LISTINGS; i++) {
            try {
                Inventory listed = InventoryReader.list(replica, before).remembering(proved);
                Inventory known = new MetadataReader(replica, cache, clock).deepen(listed, depth, before.keySet());
                Inventory inventory = new Suspects(replica, cache).verify(known, depth);
                return of(recollection.complete(inventory, clock.instant()));
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.NOT_FOUND && e.kind() != StorageException.Kind.CHANGED) {
                    throw e;
                }
                last = e;
            } catch (IOException e) {
                String message = replica.location() + ": reading broke off: " + e.getMessage();
                throw new StorageException(StorageException.Kind.UNREACHABLE, message, e);
            }
        }
        throw last;
    }

    /** Returns the scan with an inventory that holds more data read from its files. */
    public Scan of(Inventory inventory) {
        return new Scan(replica, inventory, Timeline.of(replica, inventory, settings, now()));
    }

    /** Returns the store's time if it is later: a slow clock must not make a snapshot appear younger than it is. */
    private Instant now() {
        Instant own = clock.instant();
        return replica.store().date().filter(date -> date.isAfter(own)).orElse(own);
    }
}
