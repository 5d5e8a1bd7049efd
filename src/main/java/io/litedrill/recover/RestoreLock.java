package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.HeldFolder;
import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks a database against concurrent restores in place. The lock ends with the process that holds it; lock files that
 * remain after a crash have no effect.
 *
 * <p>Closing any descriptor of a locked file releases this process's lock on it. For this reason only one thread of a
 * process may open the lock file: a second file, whose name contains an id of this process, excludes the other threads.
 * Facts about the locked file are read without opening it.
 *
 * <p>The folder may belong to another user. An existing file is opened and locked, and never written to.
 */
final class RestoreLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreLock.class);
    private static final int MOST_TRIES = 10;
    private static final int MOST_BYTES = 1 << 20;
    private static final String THIS_PROCESS = UUID.randomUUID().toString();

    private final Path file;
    private final FileChannel channel;
    /** The size of the file, which distinguishes it from a later one of this name. */
    private final long size;

    private RestoreLock(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Acquires the lock.
     *
     * @return empty when another restore holds the lock, in this process or in another
     * @throws IOException when the file cannot be created
     */
    static Optional<RestoreLock> take(Path file) throws IOException {
        try (HeldFolder folder = HeldFolder.open(parent(file))) {
            try {
                return take(file, folder);
            } catch (IOException e) {
                throw folder.named(e);
            }
        }
    }

    private static Optional<RestoreLock> take(Path file, HeldFolder folder) throws IOException {
        try {
            RegularFiles.create(folder.at(claim(file))).close();
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        Optional<RestoreLock> taken = Optional.empty();
        try {
            Optional<FileChannel> channel = locked(folder.at(file));
            if (channel.isPresent()) {
                taken = Optional.of(new RestoreLock(file, channel.get()));
            }
            return taken;
        } finally {
            if (taken.isEmpty()) {
                Files.deleteIfExists(folder.at(claim(file)));
            } else {
                removeOtherClaims(folder, file);
            }
        }
    }

    /** Returns true when a process left a file before it had the lock: it was killed, or is about to take the lock. */
    static boolean isClaimed(Path file) {
        String claims = file.getFileName() + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                parent(file), entry -> String.valueOf(entry.getFileName()).startsWith(claims))) {
            return entries.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException unlisted) {
            return false;
        }
    }

    private static Path claim(Path file) {
        return file.resolveSibling(file.getFileName() + "." + THIS_PROCESS);
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    private static Optional<FileChannel> locked(Path file) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<FileChannel> opened = opened(file);
            if (opened.isEmpty()) {
                continue;
            }
            FileChannel channel = opened.get();
            if (!isLocked(channel)) {
                channel.close();
                return Optional.empty();
            }
            if (hasName(channel, file)) {
                return Optional.of(channel);
            }
            channel.close();
        }
        return Optional.empty();
    }

    /**
     * Opens or creates the lock file. A new file gets a random size that distinguishes it from others. Returns empty
     * when another process created or deleted the file meanwhile.
     */
    private static Optional<FileChannel> opened(Path file) throws IOException {
        try {
            if (Existence.exists(file)) {
                return Optional.of(RegularFiles.openToLock(file));
            }
            FileChannel made = RegularFiles.create(file, "rw-r--r--");
            made.write(ByteBuffer.wrap(new byte[1]), ThreadLocalRandom.current().nextInt(MOST_BYTES));
            return Optional.of(made);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            return Optional.empty();
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Returns true when the channel's file still has the name. The previous holder may have removed the file after this
     * process opened it; then a new file of another size has the name.
     */
    private static boolean hasName(FileChannel channel, Path file) throws IOException {
        try {
            return Files.size(file) == channel.size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes the claim files of killed processes. */
    private static void removeOtherClaims(HeldFolder folder, Path file) {
        String claims = file.getFileName() + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder.path(), entry -> String.valueOf(entry.getFileName()).startsWith(claims))) {
            for (Path entry : entries) {
                if (!claim(file).endsWith(entry.getFileName())) {
                    FileTree.delete(folder.at(entry));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{}: what killed restores left cannot be removed ({})", file, e.toString());
        }
    }

    /**
     * Releases the lock. Never throws: the result of the restore does not depend on it, and the file has no effect
     * without its lock.
     */
    @Override
    public void close() {
        try (channel;
                HeldFolder folder = HeldFolder.open(parent(file))) {
            // a restore that found the file gone has made another one
            if (Existence.exists(folder.at(file)) && Files.size(folder.at(file)) == size) {
                Files.deleteIfExists(folder.at(file));
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed ({})", file, e.toString());
        }
        try (HeldFolder folder = HeldFolder.open(parent(file))) {
            Files.deleteIfExists(folder.at(claim(file)));
        } catch (IOException e) {
            LOG.warn(
                    "{}: cannot be removed ({}). Remove it, or no restore of this process can begin",
                    claim(file),
                    e.toString());
        }
    }
}
