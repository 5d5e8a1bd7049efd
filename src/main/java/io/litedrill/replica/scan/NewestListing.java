package io.litedrill.replica.scan;

import io.litedrill.replica.FileNames;
import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.memory.KnownFile;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.storage.Folders;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lists the newest files of a replica with two requests, and takes the other files from an earlier listing.
 *
 * <p>A page of a listing has up to 1,000 keys, so a request that begins some hundred keys before the last known key
 * costs the same as one that begins at it. A small replica is listed whole. Of a large one, these files are listed:
 *
 * <ul>
 *   <li>layout {@code wal}: the last segments of the newest generation, and the names of all generations
 *   <li>layout {@code ltx}: the last files of level 0, and the last files of the other levels
 * </ul>
 */
final class NewestListing {
    /** The known keys that a request lists again. A page has room for 100 more. */
    private static final int OVERLAP = 900;

    private static final int MOST_REQUESTS = 2;

    private final Replica replica;
    private final List<ReplicaFile> known;
    /** The known files by the beginning of their keys: one for each layout, sorted by key. */
    private final Map<String, List<ReplicaFile>> groups;

    private final List<Part> parts = new ArrayList<>();
    private final Coverage coverage;
    private boolean segmentsOnly;

    /**
     * Describes one request.
     *
     * @param start what precedes the paths of Litestream's files
     * @param prefix of the keys
     * @param after lists only greater keys
     */
    private record Part(String start, String prefix, String after) {
        boolean covers(ReplicaFile file) {
            String key = file.object().key();
            return key.startsWith(prefix) && key.compareTo(after) > 0;
        }
    }

    /** Prepares the requests. */
    NewestListing(Replica replica, KnownFiles known) {
        this.replica = replica;
        this.known = known.files().stream().map(KnownFile::toFile).toList();
        this.groups = this.known.stream()
                .sorted(Comparator.comparing(file -> file.object().key()))
                .collect(Collectors.groupingBy(
                        file -> startOf(file) + group(FileNames.pathOf(file)), TreeMap::new, Collectors.toList()));
        this.coverage = addParts();
    }

    private static String startOf(ReplicaFile file) {
        String key = file.object().key();
        return key.substring(0, key.length() - FileNames.pathOf(file).length());
    }

    private static String group(String path) {
        return path.startsWith("000") ? "000" : path.substring(0, path.indexOf('/') + 1);
    }

    private Coverage addParts() {
        boolean small =
                groups.size() <= MOST_REQUESTS && groups.values().stream().allMatch(files -> files.size() <= OVERLAP);
        if (small) {
            groups.forEach((prefix, files) -> parts.add(new Part(startOf(files.get(0)), prefix, "")));
            return Coverage.NEWER;
        }
        ReplicaFile newest = newest();
        String start = startOf(newest);
        String prefix = start + group(FileNames.pathOf(newest));
        List<ReplicaFile> files = groups.getOrDefault(prefix, List.of());
        if (newest instanceof LtxFile) {
            addLevels(start, prefix, files);
            return Coverage.SOME;
        }
        String generation = FileNames.pathOf(newest).split("/", -1)[1];
        parts.add(from(start, prefix + generation + "/wal/", files));
        segmentsOnly = true;
        return Coverage.NEWER;
    }

    private ReplicaFile newest() {
        return known.stream()
                .max(Comparator.comparing(file -> file.object().modified()))
                .orElseThrow();
    }

    private void addLevels(String start, String prefix, List<ReplicaFile> files) {
        String raw = prefix + "0/";
        parts.add(from(start, raw, files));
        // the next key after all keys of level 0: the character after a slash is a zero
        String behind = raw.substring(0, raw.length() - 1) + "0";
        Part all = from(start, prefix, files);
        parts.add(new Part(start, prefix, all.after().compareTo(behind) > 0 ? all.after() : behind));
    }

    /** Returns the request for the last known files below a prefix. */
    private static Part from(String start, String prefix, List<ReplicaFile> files) {
        List<String> keys = files.stream()
                .map(file -> file.object().key())
                .filter(key -> key.startsWith(prefix))
                .toList();
        return new Part(start, prefix, keys.size() <= OVERLAP ? "" : keys.get(keys.size() - OVERLAP - 1));
    }

    Coverage coverage() {
        return coverage;
    }

    /**
     * Lists the newest files.
     *
     * @return all files as far as they are known now; empty when another generation exists
     * @throws StorageException when the store cannot be listed
     */
    Optional<Inventory> list() throws StorageException {
        List<ReplicaFile> there = known.stream()
                .filter(file -> parts.stream().noneMatch(part -> part.covers(file)))
                .collect(Collectors.toCollection(ArrayList::new));
        Found found = new Found();
        for (Part part : parts) {
            replica.store()
                    .list(part.prefix(), part.after(), found.below(part.start().length()));
        }
        there.addAll(found.files);
        Inventory inventory = InventoryReader.of(there, found.others);
        return segmentsOnly && !isEveryGeneration(inventory) ? Optional.empty() : Optional.of(inventory);
    }

    /** Returns whether the store has the generations of this inventory and no other. */
    private boolean isEveryGeneration(Inventory inventory) throws StorageException {
        String folder = parts.get(0).start() + "generations/";
        Folders folders = replica.store().folders(folder);
        Set<String> ids = folders.keys().stream()
                .map(key -> key.substring(folder.length(), key.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        return folders.complete()
                && ids.equals(
                        inventory.generations().stream().map(Generation::id).collect(Collectors.toSet()));
    }

    /** Collects the files of some requests. */
    private static final class Found {
        private final List<ReplicaFile> files = new ArrayList<>();
        private int others;

        ObjectVisitor below(int start) {
            return new ObjectVisitor() {
                @Override
                public boolean visit(StoredObject object) {
                    FileNames.parse(object.key().substring(start), object).ifPresentOrElse(files::add, () -> others++);
                    return true;
                }

                @Override
                public boolean enters(String folder) {
                    return folder.length() <= start || FileNames.isFolder(folder.substring(start));
                }
            };
        }
    }
}
