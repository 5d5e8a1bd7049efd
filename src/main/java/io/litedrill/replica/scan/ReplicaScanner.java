package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.Settling;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.memory.MissingFileDetector;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Scans a replica: lists it, reads the data missing from the listing, and computes the states that can be restored. */
public final class ReplicaScanner {
    /** The limit of the time for which a deleted file among the older ones stays unnoticed. */
    private static final Duration COMPLETE_AT_LEAST_EVERY = Duration.ofHours(1);

    private final ReplicaReading from;
    private final Replica replica;
    private final WriterSettings settings;
    private final ReadingCache cache;
    private final InstantSource clock;
    private final MissingFileDetector recollection;
    private final ProvedFiles proved;

    /** Creates a scanner for a replica whose Litestream has these settings. */
    public ReplicaScanner(Replica replica, WriterSettings settings, ReadingCache cache, InstantSource clock) {
        this(
                new ReplicaReading(replica, cache, BacklogLimit.NONE.share()),
                settings,
                clock,
                noMemory(replica, settings),
                ProvedFiles.NONE);
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
        this.from = from;
        this.replica = from.replica();
        this.cache = from.cache();
        this.settings = settings;
        this.clock = clock;
        this.recollection = recollection;
        this.proved = proved.at(replica.location());
    }

    private record ReplicaReading(Replica replica, ReadingCache cache, BacklogShare backlog) {}

    /** Returns a copy that detects missing files. The remembered listing must be read before the replica is listed. */
    public ReplicaScanner remembering(MissingFileDetector remembered) {
        return new ReplicaScanner(from, settings, clock, remembered, proved);
    }

    /** Returns a copy that excludes files with proved damage that have not changed since. */
    public ReplicaScanner remembering(ProvedFiles files) {
        return new ReplicaScanner(from, settings, clock, recollection, files);
    }

    /** Returns a copy for a check that leaves files beyond its share to later checks. */
    public ReplicaScanner within(BacklogShare share) {
        return new ReplicaScanner(new ReplicaReading(replica, cache, share), settings, clock, recollection, proved);
    }

    /**
     * Holds the result of a scan.
     *
     * @param inventory the files with the data read from them
     * @param timeline the states that can be restored from them
     * @param listing how the files were listed
     */
    public record Scan(Replica replica, Inventory inventory, Timeline timeline, Listing listing) {
        /** Creates the result of a scan that listed all files and postponed none. */
        public Scan(Replica replica, Inventory inventory, Timeline timeline, Instant begun, Instant ended) {
            this(replica, inventory, timeline, new Listing(Coverage.ALL, 0, begun, ended));
        }

        /** Returns the same scan with another timeline. */
        public Scan with(Timeline other) {
            return new Scan(replica, inventory, other, listing);
        }
    }

    /**
     * Describes the listing of a scan.
     *
     * @param coverage the files that were listed now
     * @param postponed the number of files that a check left to later checks, because of its share of the backlog
     * @param begun when the listing began. What was written later may be missing in it, so no file is older than it was
     *     then. The clock of the store counts if it is later
     * @param ended when the listing and all reading had ended, by the clock of this machine
     */
    public record Listing(Coverage coverage, int postponed, Instant begun, Instant ended) {}

    /**
     * Scans the newest files alone, with two requests for the listing, and takes the others from the remembered
     * listing. Returns empty where only a listing of all files can judge: there is no remembered listing, it is older
     * than an hour, a remembered file is missing or damaged, a new file does not continue the others, or there is no
     * recovery point.
     *
     * @throws StorageException when the store cannot be read
     */
    public Optional<Scan> scanNewest() throws StorageException {
        Optional<KnownFiles> known = recollection.remembered().filter(this::isFresh);
        if (known.isEmpty() || !proved.damaged().isEmpty()) {
            return Optional.empty();
        }
        try {
            NewestListing listing = new NewestListing(replica, known.get());
            Instant begun = clock.instant();
            Optional<Inventory> listed = listing.list();
            if (listed.isEmpty()) {
                return Optional.empty();
            }
            Inventory inventory = read(listed.get().remembering(proved), Depth.STEADY, Map.of());
            Scan scan = of(inventory, listing.coverage(), begun);
            return Doubts.of(scan).isEmpty() && inventory.files().allMatch(ReplicaFile::isUsable)
                    ? Optional.of(scan)
                    : Optional.empty();
        } catch (StorageException e) {
            if (hasChanged(e)) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private boolean isFresh(KnownFiles known) {
        Duration age = Duration.between(known.completeAt(), clock.instant());
        return !known.files().isEmpty()
                && known.missed().isEmpty()
                && !age.isNegative()
                && age.compareTo(COMPLETE_AT_LEAST_EVERY) < 0;
    }

    /**
     * Scans once. Scans again when a listing shows a hole, a missing or damaged file, or no recovery point, since a
     * listing is not atomic and one listing alone proves no fault: until the listing before showed each of them too.
     *
     * @throws StorageException when the store cannot be read
     */
    public Scan scan(Depth depth) throws StorageException {
        return scan(depth, Optional.empty());
    }

    /**
     * Scans like {@link #scan} with {@link Depth#FULL}, for a plan to restore the state of a time. Of many LTX files,
     * reads only the headers that decide which state that is; all of them if their times do not rise.
     *
     * @throws StorageException when the store cannot be read
     */
    public Scan scanAround(Instant time) throws StorageException {
        return scan(Depth.FULL, Optional.of(time));
    }

    private Scan scan(Depth depth, Optional<Instant> time) throws StorageException {
        Scan scan = scanOnce(depth, time, Map.of());
        Doubts doubts = Doubts.of(scan);
        for (int i = 1; !doubts.isEmpty(); i++) {
            if (i == Settling.MOST_LISTINGS) {
                throw new StorageException(
                        StorageException.Kind.CHANGED,
                        replica.location() + ": files came and went under each of " + Settling.MOST_LISTINGS
                                + " listings");
            }
            scan = scanOnce(depth, time, files(scan));
            Doubts still = Doubts.of(scan);
            if (doubts.include(still)) {
                return scan;
            }
            doubts = still;
        }
        return scan;
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

    private Scan scanOnce(Depth depth, Optional<Instant> time, Map<StoredObject, ReplicaFile> before)
            throws StorageException {
        StorageException last = new StorageException(StorageException.Kind.UNREACHABLE, replica.location());
        for (int i = 0; i < Settling.MOST_LISTINGS; i++) {
            try {
                Instant begun = clock.instant();
                Inventory listed = InventoryReader.list(replica, before).remembering(proved);
                Optional<Inventory> around = time.isPresent() && TimeSearch.suits(listed)
                        ? new TimeSearch(replica, cache, recollection.readings()).around(listed, time.get())
                        : Optional.empty();
                Inventory inventory = around.isPresent()
                        ? recollection.complete(around.get(), clock.instant())
                        : read(listed, depth, before);
                return of(inventory, Coverage.ALL, begun);
            } catch (StorageException e) {
                if (!hasChanged(e)) {
                    throw e;
                }
                last = e;
            } catch (IOException e) {
                throw brokenOff(e);
            }
        }
        throw last;
    }

    private Inventory read(Inventory listed, Depth depth, Map<StoredObject, ReplicaFile> before) throws IOException {
        Inventory known = new MetadataReader(replica, cache, recollection.readings(), clock, from.backlog())
                .deepen(listed, depth, before.keySet());
        Inventory inventory = new Suspects(replica, cache).verify(known, depth);
        return recollection.complete(inventory, clock.instant());
    }

    private static boolean hasChanged(StorageException e) {
        return e.kind() == StorageException.Kind.NOT_FOUND || e.kind() == StorageException.Kind.CHANGED;
    }

    private StorageException brokenOff(IOException e) {
        String message = replica.location() + ": reading broke off: " + e.getMessage();
        return new StorageException(StorageException.Kind.UNREACHABLE, message, e);
    }

    /** Returns a scan with another inventory, which holds more data read from its files. */
    public Scan of(Scan scan, Inventory inventory) {
        Timeline timeline =
                Timeline.of(replica, inventory, settings, scan.listing().begun());
        return new Scan(replica, inventory, timeline, scan.listing());
    }

    private Scan of(Inventory inventory, Coverage coverage, Instant begun) {
        Instant ended = clock.instant();
        Instant earliest = earliest(begun, ended);
        Timeline timeline = Timeline.of(replica, inventory, settings, earliest);
        return new Scan(
                replica,
                inventory,
                timeline,
                new Listing(coverage, from.backlog().postponed(), earliest, ended));
    }

    /**
     * Returns when the listing began, by the store's clock if that is later: a slow clock must not make a snapshot
     * appear younger than it is.
     */
    private Instant earliest(Instant begun, Instant ended) {
        Duration since = ended.isAfter(begun) ? Duration.between(begun, ended) : Duration.ZERO;
        return replica.store()
                .date()
                .map(date -> date.minus(since))
                .filter(date -> date.isAfter(begun))
                .orElse(begun);
    }
}
