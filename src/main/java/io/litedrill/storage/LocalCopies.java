package io.litedrill.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Wraps a store for several restores in a row: an object that is read from its start is copied to a folder, and later
 * reads of it use the copy. Correct only for objects that do not change; the plans of one scan name such objects. Where
 * the folder has no room, objects are read from the store each time. Not safe for use by several threads.
 */
public final class LocalCopies implements ObjectStore {
    private final ObjectStore store;
    private final Path folder;
    private final Map<String, Path> copies = new HashMap<>();
    private int made;
    private boolean full;

    /**
     * Creates a view of a store.
     *
     * @param folder an existing private folder; its owner deletes it
     */
    public LocalCopies(ObjectStore store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    @Override
    public String locate(String key) {
        return store.locate(key);
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        store.list(prefix, after, visitor);
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        if (offset != 0 || full) {
            return store.open(key, offset, length);
        }
        String name = length + ":" + key;
        Optional<Path> copy = Optional.ofNullable(copies.get(name));
        if (copy.isEmpty()) {
            copy = copied(key, length);
            copy.ifPresent(made -> copies.put(name, made));
        }
        return copy.isPresent() ? opened(copy.get(), key, length) : store.open(key, offset, length);
    }

    private InputStream opened(Path copy, String key, long length) throws StorageException {
        try {
            return Files.newInputStream(copy);
        } catch (IOException gone) {
            return store.open(key, 0, length);
        }
    }

    /** Copies an object; empty when the copy could not be written. */
    private Optional<Path> copied(String key, long length) throws StorageException {
        // a copy that broke off keeps its name
        Path copy = folder.resolve(Integer.toString(made++));
        try (InputStream body = store.open(key, 0, length)) {
            Files.copy(body, copy);
            return Optional.of(copy);
        } catch (StorageException ofTheStore) {
            throw ofTheStore;
        } catch (IOException ofTheFolder) {
            full = true;
            return Optional.empty();
        }
    }

    @Override
    public Optional<Instant> date() {
        return store.date();
    }

    @Override
    public void close() {
        // the caller that opened the store closes it
    }
}
