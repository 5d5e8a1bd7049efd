package io.litedrill.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
 * Walks a folder's files in the order of their keys, entering only folders that can hold a key that was asked for.
 *
 * <p>What an entry is must be known to sort it: as a folder {@code a} comes after {@code a.b}, as a file before it. To look at no entry
 * before its turn, each name is sorted in twice, as the file {@code a} and as the folder {@code a/}, and is skipped where it is not that.
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
     * @return whether the visitor wants to go on
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
        // of one folder, all keys begin alike
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

    /** Where the prefix names the next folder its siblings need not be read, which may be many and may be closed to us. */
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

    /** Reads the names in a folder: what costs, and what a test counts. */
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
     * An entry at one of its turns. A folder may hold 100,000, so the text that they begin with is kept once.
     *
     * @param isLast whether the entry has no other turn after this
     */
    private record Candidate(Entry entry, boolean asFolder, boolean isLast) {
        String name() {
            return asFolder ? entry.name + "/" : entry.name;
        }
    }

    /** A name in a folder, looked at when its turn comes, and once. */
    private static final class Entry {
        private final String name;
        private boolean looked;
        private Optional<BasicFileAttributes> found = Optional.empty();

        Entry(String name) {
            this.name = name;
        }

        /** Empty when the file is gone by now, or is a link that leads nowhere. */
        Optional<BasicFileAttributes> look(Path folder, boolean last) throws IOException {
            Optional<BasicFileAttributes> now = looked ? found : read(folder.resolve(name));
            looked = true;
            // what is not asked for again is not kept
            found = last ? Optional.empty() : now;
            return now;
        }

        private static Optional<BasicFileAttributes> read(Path path) throws IOException {
            try {
                return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (AccessDeniedException e) {
                throw e;
            } catch (IOException e) {
                // A link to itself has no exception type of its own.
                if (Files.isSymbolicLink(path)) {
                    return Optional.empty();
                }
                throw e;
            }
        }
    }
}
