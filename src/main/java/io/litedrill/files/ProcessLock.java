package io.litedrill.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds the lock on a name, against other processes and other threads of this process. The lock ends with the process.
 *
 * <p>Closing any descriptor of a locked file releases all locks of this process on it. A second file, named after this
 * process, therefore marks the locks that this process must not try.
 */
public final class ProcessLock implements AutoCloseable {
    private static final String THIS_PROCESS = UUID.randomUUID().toString();
    private static final Duration LEFT = Duration.ofDays(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path claim;
    private final FileChannel channel;

    private ProcessLock(Path claim, FileChannel channel) {
        this.claim = claim;
        this.channel = channel;
    }

    /**
     * Takes the lock; returns empty while another process or another thread holds it.
     *
     * @param file created when missing, and not deleted; its folder must exist
     */
    public static Optional<ProcessLock> tryLock(Path file) throws IOException {
        Path claim = file.resolveSibling(file.getFileName() + "." + THIS_PROCESS);
        try {
            RegularFiles.create(claim).close();
        } catch (FileAlreadyExistsException heldByThisProcess) {
            return Optional.empty();
        }
        Optional<ProcessLock> lock = Optional.empty();
        try {
            lock = locked(file, claim);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                Files.deleteIfExists(claim);
            }
        }
    }

    /**
     * Waits for the lock; returns empty when it was held for the whole time, or when the thread is interrupted.
     * Otherwise as {@link #tryLock}.
     */
    public static Optional<ProcessLock> await(Path file, Duration patience) throws IOException {
        long start = System.nanoTime();
        Optional<ProcessLock> lock = tryLock(file);
        while (lock.isEmpty()
                && !Thread.currentThread().isInterrupted()
                && System.nanoTime() - start < patience.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            lock = tryLock(file);
        }
        return lock;
    }

    private static Optional<ProcessLock> locked(Path file, Path claim) throws IOException {
        FileChannel channel = RegularFiles.openOrCreate(file);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            if (locked) {
                removeLeft(file, claim);
                return Optional.of(new ProcessLock(claim, channel));
            }
            return Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** Removes the claims of processes that have ended. A younger claim may belong to a process that tries the lock. */
    private static void removeLeft(Path file, Path own) throws IOException {
        Instant old = Instant.now().minus(LEFT);
        try (DirectoryStream<Path> claims =
                Files.newDirectoryStream(FileTree.parent(file), file.getFileName() + ".*-*")) {
            for (Path claim : claims) {
                if (!claim.getFileName().equals(own.getFileName())
                        && Files.getLastModifiedTime(claim).toInstant().isBefore(old)) {
                    Files.deleteIfExists(claim);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(claim);
        }
    }
}
