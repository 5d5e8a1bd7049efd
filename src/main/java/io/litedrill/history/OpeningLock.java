package io.litedrill.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Held while a history is opened, so that of two processes one creates the tables (or moves a corrupt file aside) and the
 * other finds them. The file {@code history.db.lock} stays; the lock on it goes with the process.
 */
final class OpeningLock {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private OpeningLock() {}

    /** What is done while the lock is held. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Waits for the lock, for a few seconds at most, and runs the work.
     *
     * @param path the history's file
     * @throws IOException that of the work; also when somebody else holds the lock all the time
     */
    static <T> T holding(Path path, Work<T> work) throws IOException {
        Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel =
                PrivateFiles.open(lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
            await(channel, lockFile);
            return work.run();
        }
    }

    private static void await(FileChannel channel, Path lockFile) throws IOException {
        long start = System.nanoTime();
        while (tryLock(channel).isEmpty()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IOException("another process opens it and does not come to an end (" + lockFile + ")");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // held by another thread of this process
            return Optional.empty();
        }
    }
}
