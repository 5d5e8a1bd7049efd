package io.litedrill.replica;

import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.PrefixListing;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lists a replica. */
public final class InventoryReader {
    private static final Comparator<LtxFile> BY_END = Comparator.comparing(LtxFile::end)
            .thenComparing(LtxFile::minTxid, Long::compareUnsigned)
            .thenComparingInt(LtxFile::level);
    private static final Comparator<WalSegment> BY_OFFSET =
            Comparator.comparingLong(WalSegment::index).thenComparingLong(WalSegment::offset);

    private final List<WalSnapshot> snapshots = new ArrayList<>();
    private final List<WalSegment> segments = new ArrayList<>();
    private final List<LtxFile> ltxFiles = new ArrayList<>();
    private final Map<StoredObject, ReplicaFile> known;
    /** Interns generation ids, since each generation names thousands of files. */
    private final Map<String, String> ids = new HashMap<>();

    private int others;

    private InventoryReader(Map<StoredObject, ReplicaFile> known) {
        this.known = known;
    }

    /**
     * Lists a replica in three requests: up to five if the root is empty or contains unusual slashes or dots, and more
     * if the replica holds more than a thousand files. Keys outside Litestream's own folders, such as another replica
     * below this one, are not listed.
     *
     * @throws StorageException when the store cannot be listed
     */
    public static Inventory list(Replica replica) throws StorageException {
        return list(replica, Map.of());
    }

    /**
     * Lists a replica again. A file whose listing is unchanged keeps what was read from it.
     *
     * @param known the files of an earlier listing
     * @throws StorageException when the store cannot be listed
     */
    public static Inventory list(Replica replica, Map<StoredObject, ReplicaFile> known) throws StorageException {
        List<InventoryReader> parts = new ArrayList<>();
        List<PrefixListing> listings = new ArrayList<>();
        for (ReplicaPaths.Prefix prefix : new ReplicaPaths(replica.root()).prefixes()) {
            // a store may run all listings at the same time
            InventoryReader part = new InventoryReader(known);
            parts.add(part);
            listings.add(new PrefixListing(
                    prefix.text(), "", part.visitor(prefix.start().length())));
        }
        replica.store().list(listings);
        InventoryReader all = new InventoryReader(known);
        parts.forEach(all::addAll);
        return all.inventory();
    }

    /**
     * Sorts files into an inventory.
     *
     * @param others number of files that Litestream did not write
     */
    public static Inventory of(Collection<ReplicaFile> files, int others) {
        InventoryReader reader = new InventoryReader(Map.of());
        files.forEach(reader::add);
        reader.others = others;
        return reader.inventory();
    }

    /**
     * Returns the inventory with the vanished files added in order. A file that replaced a vanished file is ignored.
     */
    public static Inventory withVanished(Inventory inventory) {
        Map<String, ReplicaFile> files = new LinkedHashMap<>();
        inventory.files().forEach(file -> files.put(file.object().key(), file));
        inventory.vanished().stream()
                .map(VanishedFile::file)
                .forEach(file -> files.put(file.object().key(), file));
        InventoryReader reader = new InventoryReader(Map.of());
        files.values().forEach(reader::add);
        reader.others = inventory.others();
        Inventory all = reader.inventory();
        return new Inventory(all.generations(), all.ltxFiles(), all.others(), inventory.vanished(), inventory.proved());
    }

    private ObjectVisitor visitor(int prefix) {
        return new ObjectVisitor() {
            @Override
            public boolean visit(StoredObject object) {
                Optional.ofNullable(known.get(object))
                        .or(() -> FileNames.parse(object.key().substring(prefix), object))
                        .ifPresentOrElse(InventoryReader.this::add, () -> others++);
                return true;
            }

            @Override
            public boolean enters(String folder) {
                return folder.length() <= prefix || FileNames.isFolder(folder.substring(prefix));
            }
        };
    }

    private void add(ReplicaFile file) {
        if (file instanceof WalSnapshot snapshot) {
            snapshots.add(snapshot);
        } else if (file instanceof WalSegment segment) {
            String id = ids.computeIfAbsent(segment.generation(), same -> same);
            segments.add(new WalSegment(id, segment.index(), segment.offset(), segment.object(), segment.reading()));
        } else if (file instanceof LtxFile ltx) {
            ltxFiles.add(ltx);
        }
    }

    private void addAll(InventoryReader part) {
        snapshots.addAll(part.snapshots);
        segments.addAll(part.segments);
        ltxFiles.addAll(part.ltxFiles);
        others += part.others;
    }

    private Inventory inventory() {
        ltxFiles.sort(BY_END);
        return new Inventory(generations(), ltxFiles, others);
    }

    private List<Generation> generations() {
        Map<String, List<WalSnapshot>> snapshotsOf = new TreeMap<>();
        Map<String, List<WalSegment>> segmentsOf = new TreeMap<>();
        snapshots.forEach(file -> {
            snapshotsOf
                    .computeIfAbsent(file.generation(), id -> new ArrayList<>())
                    .add(file);
            segmentsOf.computeIfAbsent(file.generation(), id -> new ArrayList<>());
        });
        segments.forEach(file -> segmentsOf
                .computeIfAbsent(file.generation(), id -> new ArrayList<>())
                .add(file));
        return segmentsOf.entrySet().stream()
                .map(entry -> generation(
                        entry.getKey(), snapshotsOf.getOrDefault(entry.getKey(), List.of()), entry.getValue()))
                .sorted(Comparator.comparing(Generation::newest))
                .toList();
    }

    private static Generation generation(String id, List<WalSnapshot> snapshots, List<WalSegment> segments) {
        return new Generation(
                id,
                snapshots.stream()
                        .sorted(Comparator.comparingLong(WalSnapshot::index))
                        .toList(),
                segments.stream().sorted(BY_OFFSET).toList());
    }
}
