package io.litedrill.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Walks the files of a folder in the order of their keys, and enters only folders that can hold a requested key.
 *
 * <p>The sort order depends on the type of an entry: a folder {@code a} sorts after {@code a.b}, a file {@code a}
 * before it. To read no attributes before an entry's turn, each name is sorted twice, as the file {@code a} and as the
 * folder {@code a/}, and is skipped at the turn that does not match its type.
 */
class FolderWalk {
    private final String prefix;
    private final String after;
    private final ObjectVisitor visitor;
    private final Deque<Path> entered = new ArrayDeque<>();

    FolderWalk(String prefix, String after, ObjectVisitor visitor) {
        this.prefix = prefix;
        this.after = after;
        this.visitor = visitor;
    }

    /**
     * Visits the files below a folder.
     *
     * @param base the key of the folder, ending in {@code /}; empty for the container
     * @return whether the visitor continues
     */
    boolean walk(Path folder, String base) throws IOException {
        Optional<Path> real = realPath(folder);
        if (real.isEmpty() || entered.contains(real.get())) {
            return true;
        }
        entered.push(real.get());
        try {
            for (Candidate candidate : candidates(folder, base)) {
                if (!take(folder, base, candidate)) {
                    return false;
                }
            }
            return true;
        } finally {
            entered.pop();
        }
    }

    private boolean take(Path folder, String base, Candidate candidate) throws IOException {
        Optional<BasicFileAttributes> found = candidate.entry().look(folder, candidate.isLast());
        if (found.isEmpty()) {
            return true;
        }
        BasicFileAttributes attributes = found.get();
        if (candidate.asFolder()) {
            return !attributes.isDirectory()
                    || !visitor.enters(base + candidate.name())
                    || walk(folder.resolve(candidate.entry().name), base + candidate.name());
        }
        return !attributes.isRegularFile()
                || visitor.visit(new StoredObject(
                        base + candidate.name(),
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant()));
    }

    private List<Candidate> candidates(Path folder, String base) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (String name : entries(folder, base)) {
            Entry entry = new Entry(name);
            String key = base + name;
            boolean asFolder = mayHold(key + "/");
            if (key.startsWith(prefix) && KeyOrder.UTF_8.compare(key, after) > 0) {
                candidates.add(new Candidate(entry, false, !asFolder));
            }
            if (asFolder) {
                candidates.add(new Candidate(entry, true, true));
            }
        }
        // in one folder, all keys have the same beginning
        candidates.sort(Comparator.comparing(Candidate::name, KeyOrder.UTF_8));
        return candidates;
    }

    private boolean mayHold(String folderKey) {
        return (folderKey.startsWith(prefix) || prefix.startsWith(folderKey))
                && (after.startsWith(folderKey) || KeyOrder.UTF_8.compare(folderKey, after) > 0);
    }

    private List<String> entries(Path folder, String base) throws IOException {
        int slash = prefix.startsWith(base) ? prefix.indexOf('/', base.length()) : -1;
        return slash < 0 ? listed(folder) : named(folder, prefix.substring(base.length(), slash));
    }

    /** Returns the next folder of the prefix. Its siblings, which may be many or unreadable, need not be read. */
    private static List<String> named(Path folder, String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return List.of();
        }
        try {
            return List.of(String.valueOf(folder.resolve(name).getFileName()));
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    /** Reads the names in a folder. This is the costly operation, which a test counts. */
    List<String> listed(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(path -> names.add(String.valueOf(path.getFileName())));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private static Optional<Path> realPath(Path folder) throws IOException {
        try {
            return Optional.of(folder.toRealPath());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * An entry at one of its two turns. A folder may hold 100,000 entries, so their common beginning is stored once.
     *
     * @param isLast whether this is the last turn of the entry
     */
    private record Candidate(Entry entry, boolean asFolder, boolean isLast) {
        String name() {
            return asFolder ? entry.name + "/" : entry.name;
        }
    }

    /** A name in a folder. Its attributes are read once, at its first turn. */
    private static final class Entry {
        private final String name;
        private boolean looked;
        private Optional<BasicFileAttributes> found = Optional.empty();

        Entry(String name) {
            this.name = name;
        }

        /** Returns the attributes; empty when the file does not exist, or is a broken link. */
        Optional<BasicFileAttributes> look(Path folder, boolean last) throws IOException {
            Optional<BasicFileAttributes> now = looked ? found : FolderEntry.attributes(folder.resolve(name));
            looked = true;
            // not kept after the last turn
            found = last ? Optional.empty() : now;
            return now;
        }
    }
}
