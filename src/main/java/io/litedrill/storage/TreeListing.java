package io.litedrill.storage;

import io.litedrill.storage.FolderReader.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the files of a store with folders in the order of their keys. Reads only folders that can hold such a key. */
final class TreeListing {
    /** Litestream's folders are five deep at most; a deeper tree may be a link to itself. */
    private static final int MOST_DEPTH = 64;

    private final String prefix;
    private final String after;
    private final ObjectVisitor visitor;
    private final KeyedListing listing;
    private final FolderTree tree;

    TreeListing(FolderTree tree, String prefix, String after, ObjectVisitor visitor, KeyedListing listing) {
        this.tree = tree;
        this.prefix = prefix;
        this.after = after;
        this.visitor = visitor;
        this.listing = listing;
    }

    void run() throws StorageException {
        walk("", 0);
    }

    private boolean walk(String base, int depth) throws StorageException {
        // the next folder of the prefix: its siblings need not be read
        int slash = prefix.startsWith(base) ? prefix.indexOf('/', base.length()) : -1;
        if (slash >= 0) {
            return slash == base.length() || mayEnter(prefix.substring(0, slash + 1), depth);
        }
        for (Entry entry : sorted(tree.read(base))) {
            if (!take(base, entry, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(String base, Entry entry, int depth) throws StorageException {
        String key = key(base, entry);
        if (entry.isFolder()) {
            return !mayHold(key) || !visitor.enters(key) || mayEnter(key, depth);
        }
        return !key.startsWith(prefix)
                || KeyOrder.UTF_8.compare(key, after) <= 0
                || listing.take(new StoredObject(key, entry.size(), entry.modified()));
    }

    private boolean mayEnter(String folder, int depth) throws StorageException {
        if (depth >= MOST_DEPTH) {
            throw listing.nonsense("has folders below folders without end: " + folder);
        }
        return walk(folder, depth + 1);
    }

    private boolean mayHold(String folder) {
        return (folder.startsWith(prefix) || prefix.startsWith(folder))
                && (after.startsWith(folder) || KeyOrder.UTF_8.compare(folder, after) > 0);
    }

    /** Sorts a folder by its name with a slash: the folder {@code a} is after {@code a.b}. */
    private static List<Entry> sorted(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> key("", entry), KeyOrder.UTF_8));
        return sorted;
    }

    private static String key(String base, Entry entry) {
        return base + entry.name() + (entry.isFolder() ? "/" : "");
    }
}
