package io.litedrill.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Wraps a store for several readings of its objects: an object that is read from its start is copied to a folder, and
 * later reads of it use the copy. Correct only for objects that do not change; the plans of one scan name such
 * objects, and {@link #forget} deletes the copies of others. Where the folder has no room, objects are read from the
 * store each time. Safe for use by several threads.
 */
public final class LocalCopies implements ObjectStore {
    private final ObjectStore store;
    private final Path folder;
    private final Predicate<String> wanted;
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean full;

    /** The copy of one object; empty until it is made. Its lock keeps a second thread from copying it again. */
    private static final class Copy {
        private Optional<Path> file = Optional.empty();
    }

    /**
     * Creates a view of a store that copies all objects.
     *
     * @param folder an existing private folder; its owner deletes it
     */
    public LocalCopies(ObjectStore store, Path folder) {
        this(store, folder, key -> true);
    }

    /**
     * Creates a view of a store.
     *
     * @param folder an existing private folder; its owner deletes it
     * @param wanted returns whether the object with a key is copied
     */
    public LocalCopies(ObjectStore store, Path folder, Predicate<String> wanted) {
        this.store = store;
        this.folder = folder;
        this.wanted = wanted;
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
    public Optional<StoredObject> first(String prefix) throws StorageException {
        return store.first(prefix);
    }

    @Override
    public Folders folders(String prefix, int pages) throws StorageException {
        return store.folders(prefix, pages);
    }

    @Override
    public Optional<String> doubtOfEmpty(String root) {
        return store.doubtOfEmpty(root);
    }

    @Override
    public Optional<Runnable> reserve() {
        return store.reserve();
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        if (offset != 0 || full || !wanted.test(key)) {
            return store.open(key, offset, length);
        }
        Copy copy = copies.computeIfAbsent(key, absent -> new Copy());
        synchronized (copy) {
            if (copy.file.isEmpty()) {
                copy.file = copied(key, length);
            }
            return copy.file.isPresent() ? opened(copy.file.get(), key, length) : store.open(key, offset, length);
        }
    }

    /** Opens a copy, unless it has another length than the requested range. */
    private InputStream opened(Path copy, String key, long length) throws StorageException {
        try {
            return Files.size(copy) == length ? Files.newInputStream(copy) : store.open(key, 0, length);
        } catch (IOException gone) {
            return store.open(key, 0, length);
        }
    }

    /** Deletes the copy of an object, so that the next read uses the store. */
    public void forget(String key) throws IOException {
        Copy copy = copies.remove(key);
        if (copy != null) {
            synchronized (copy) {
                if (copy.file.isPresent()) {
                    Files.deleteIfExists(copy.file.get());
                }
            }
        }
    }

    /** Copies an object; empty when the copy could not be written. */
    private Optional<Path> copied(String key, long length) throws StorageException {
        // a copy that broke off keeps its name
        Path copy = folder.resolve(Integer.toString(made.getAndIncrement()));
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
