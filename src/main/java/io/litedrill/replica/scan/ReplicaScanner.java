package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.Reading;
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
import java.util.Set;
import java.util.stream.Collectors;

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
     * @param coverage the files that were listed now
     * @param postponed the number of files that a check left to later checks, because of its share of the backlog
     */
    public record Scan(Replica replica, Inventory inventory, Timeline timeline, Coverage coverage, int postponed) {
        /** Creates the result of a scan that listed all files and postponed none. */
        public Scan(Replica replica, Inventory inventory, Timeline timeline) {
            this(replica, inventory, timeline, Coverage.ALL, 0);
        }
    }

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
            Optional<Inventory> listed = listing.list();
            if (listed.isEmpty()) {
                return Optional.empty();
            }
            Inventory inventory = read(listed.get().remembering(proved), Depth.STEADY, Map.of());
            Scan scan = of(inventory, listing.coverage());
            return isSound(scan) && inventory.files().allMatch(ReplicaFile::isUsable)
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
     * Scans once; twice when the first listing shows a hole, a missing or damaged file, or no recovery point, since a
     * listing is not atomic and one listing alone proves no fault; and again while a file is damaged that was not
     * damaged in the listing before.
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
        Set<StoredObject> suspects = damaged(scan);
        if (isSound(scan) && suspects.isEmpty()) {
            return scan;
        }
        for (int i = 1; i < Settling.MOST_LISTINGS; i++) {
            scan = scanOnce(depth, time, files(scan));
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

    private Scan scanOnce(Depth depth, Optional<Instant> time, Map<StoredObject, ReplicaFile> before)
            throws StorageException {
        StorageException last = new StorageException(StorageException.Kind.UNREACHABLE, replica.location());
        for (int i = 0; i < Settling.MOST_LISTINGS; i++) {
            try {
                Inventory listed = InventoryReader.list(replica, before).remembering(proved);
                Optional<Inventory> around = time.isPresent() && TimeSearch.suits(listed)
                        ? new TimeSearch(replica, cache, recollection.readings()).around(listed, time.get())
                        : Optional.empty();
                return of(
                        around.isPresent()
                                ? recollection.complete(around.get(), clock.instant())
                                : read(listed, depth, before));
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

    /** Returns the scan with an inventory that holds more data read from its files. */
    public Scan of(Inventory inventory) {
        return of(inventory, Coverage.ALL);
    }

    private Scan of(Inventory inventory, Coverage coverage) {
        Timeline timeline = Timeline.of(replica, inventory, settings, now());
        return new Scan(replica, inventory, timeline, coverage, from.backlog().postponed());
    }

    /** Returns the store's time if it is later: a slow clock must not make a snapshot appear younger than it is. */
    private Instant now() {
        Instant own = clock.instant();
        return replica.store().date().filter(date -> date.isAfter(own)).orElse(own);
    }
}
