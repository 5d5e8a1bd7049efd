package io.litedrill.history;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Serializes the opening of a history, so that one of two processes creates the tables (or moves a corrupt file aside)
 * and the other finds them. The file {@code history.db.lock} remains; its lock ends with the process.
 */
final class OpeningLock {
    /**
     * The default time limit. A migration takes a second or two, and commands that start together wait for each other.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private OpeningLock() {}

    /** Runs under the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Reports that another process holds the lock. The history itself may be intact. */
    static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(String message) {
            super(message);
        }
    }

    /**
     * Waits for the lock, for at most two minutes, and runs the work. The operating system releases the lock of a
     * process that ends.
     *
     * @param path the file of the history
     * @throws HeldException when another process or thread holds the lock for the whole time
     * @throws IOException when the work throws it
     */
    static <T> T holding(Path path, Work<T> work) throws IOException {
        return holding(path, PATIENCE, work);
    }

    /** Does the same as {@link #holding(Path, Work)} with another time limit. */
    static <T> T holding(Path path, Duration patience, Work<T> work) throws IOException {
        Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel = RegularFiles.openOrCreate(lockFile)) {
            await(channel, lockFile, patience);
            return work.run();
        }
    }

    private static void await(FileChannel channel, Path lockFile, Duration patience) throws IOException {
        long start = System.nanoTime();
        while (tryLock(channel).isEmpty()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new HeldException("another process has been creating or migrating it for " + patience.toSeconds()
                        + " s (lock " + lockFile + ")");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // another thread of this process holds the lock
            return Optional.empty();
        }
    }
}
