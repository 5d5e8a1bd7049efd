package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a folder as an object store. The keys are the paths of the regular files below it, with {@code /} as the
 * separator.
 *
 * <p>Links to files and folders are followed; a folder that leads back into itself is entered once. Other files that
 * are not regular are not listed. Only the operating system limits the duration of a call: a network folder that hangs
 * blocks the call.
 */
public final class FileObjectStore implements ObjectStore {
    private final Path container;
    private final StorageListener listener;

    /**
     * Creates a store. Does not access the folder yet.
     *
     * @param container the folder; for a replica at {@code /a/b/replica} it is {@code /a/b}, and its keys begin with
     *     {@code replica/}
     * @param listener receives one LIST for each listing and one GET for each opened file
     */
    public FileObjectStore(Path container, StorageListener listener) {
        this.container = container.toAbsolutePath().normalize();
        this.listener = listener;
    }

    @Override
    public String locate(String key) {
        return "file://" + encoded(container.toUri().getPath().replaceAll("/+$", "") + "/" + key);
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        boolean successful = false;
        try {
            requireContainer();
            new FolderWalk(prefix, after, visitor).walk(container, "");
            successful = true;
        } catch (IOException e) {
            throw failure(e, container.toUri().getPath());
        } finally {
            listener.request(Operation.LIST, successful);
        }
    }

    @Override
    public Folders folders(String prefix, int pages) throws StorageException {
        boolean successful = false;
        try {
            requireContainer();
            Folders folders = FolderNames.below(container, prefix, pages);
            successful = true;
            return folders;
        } catch (IOException e) {
            throw failure(e, container.toUri().getPath());
        } finally {
            listener.request(Operation.LIST, successful);
        }
    }

    @Override
    public Optional<String> doubtOfEmpty(String root) {
        return MountPoints.doubtOfEmpty(container, container.resolve(root).normalize());
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        Ranges.require(offset, length);
        boolean successful = false;
        try {
            FileRange range = range(key, offset, length);
            successful = true;
            return range;
        } catch (NoSuchFileException e) {
            throw missing(key);
        } catch (IOException e) {
            throw failure(e, locate(key));
        } finally {
            listener.request(Operation.GET, successful);
        }
    }

    @Override
    public void close() {
        // No resources are kept between calls.
    }

    @SuppressWarnings("resource") // the returned stream owns the channel
    private FileRange range(String key, long offset, long length) throws IOException {
        Path file = resolve(key).orElseThrow(() -> missing(key));
        // Opening a pipe would wait for a writer, so check the type first.
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw missing(key);
        }
        FileChannel channel = FileChannel.open(file);
        try {
            Ranges.requireInside(locate(key), offset, length, channel.size());
            return new FileRange(channel, locate(key), offset, length, listener);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Returns the file of a key; empty for a key that cannot be a file name, so that no key leads outside the
     * container.
     */
    private Optional<Path> resolve(String key) {
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(container.resolve(key));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void requireContainer() throws IOException {
        try {
            if (!Files.readAttributes(container, BasicFileAttributes.class).isDirectory()) {
                throw new StorageException(
                        Kind.NO_SUCH_CONTAINER, container + ": is no folder. Give the folder that holds the replica.");
            }
        } catch (NoSuchFileException e) {
            throw new StorageException(
                    Kind.NO_SUCH_CONTAINER,
                    container + ": there is no such folder. Check the path, and that the volume is mounted.",
                    e);
        }
    }

    private StorageException missing(String key) {
        return new StorageException(
                Kind.NOT_FOUND,
                locate(key)
                        + ": there is no such file (any more). List again: Litestream's retention may have deleted it.");
    }

    static StorageException failure(IOException cause, String place) {
        if (cause instanceof StorageException already) {
            return already;
        }
        if (cause instanceof ClosedByInterruptException) {
            return new StorageException(Kind.STOPPED, place + ": stopped before it was read.", cause);
        }
        if (cause instanceof AccessDeniedException denied) {
            return new StorageException(
                    Kind.ACCESS_DENIED,
                    Objects.requireNonNullElse(denied.getFile(), place)
                            + ": permission denied. Let the user that runs Litedrill read the folder and its files.",
                    cause);
        }
        return new StorageException(
                Kind.UNREACHABLE, place + ": cannot be read (" + cause + "). Check the file system.", cause);
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            return path;
        }
    }
}
