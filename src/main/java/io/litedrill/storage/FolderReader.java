package io.litedrill.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads single folders of a store that has folders. */
public interface FolderReader {
    /**
     * Describes an entry of a folder.
     *
     * @param name without slashes
     * @param isFolder whether it is a folder; it is a regular file otherwise
     * @param size of a file, in bytes
     */
    record Entry(String name, boolean isFolder, long size, Instant modified) {}

    /**
     * Returns the folders and the regular files in a folder, in any order; empty for a folder that does not exist.
     *
     * @param key the key of the folder, with a slash at its end; empty for the container
     */
    Optional<List<Entry>> read(String key) throws StorageException;
}
