package io.litedrill.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.TreeSet;

/** Lists the folders directly below a prefix of a folder store. */
final class FolderNames {
    private static final int ENTRIES_OF_PAGE = 2_000;

    private FolderNames() {}

    /**
     * Reads one folder and returns its folders whose key begins with the prefix, with those whose attributes cannot be
     * read.
     */
    static Folders below(Path container, String prefix, int pages) throws IOException {
        String parent = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        int seen = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(container.resolve(parent))) {
            for (Path entry : entries) {
                if (++seen > (long) pages * ENTRIES_OF_PAGE) {
                    return new Folders(keys.stream().toList(), false);
                }
                String key = parent + entry.getFileName() + "/";
                if (key.startsWith(prefix) && FolderEntry.mayBeFolder(entry)) {
                    keys.add(key);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException | InvalidPathException e) {
            return new Folders(keys.stream().toList(), true);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Folders(keys.stream().toList(), true);
    }
}
