package io.litedrill.live;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes SQLite's locks on a database: bytes of its file (<a href="https://www.sqlite.org/lockingv3.html">lockingv3</a>)
 * and, in WAL mode, of its {@code -shm} (<a href="https://www.sqlite.org/walformat.html">walformat</a>). A connection
 * in WAL mode holds a lock as long as it is open; a connection in another mode only while it reads or writes.
 *
 * <p>Only for a database that this process does not have open: closing any descriptor of a file drops all locks on it.
 */
public final class SqliteLocks implements AutoCloseable {
    /** PENDING, RESERVED and the 510 bytes of SHARED. */
    private static final long MAIN = 0x40000000L;

    private static final long MAIN_BYTES = 512;
    /** WRITE, CKPT, RECOVER, five READ, and the lock that marks the file as in use. */
    private static final long SHM = 120;

    private static final long SHM_BYTES = 9;

    private final FileChannel channel;

    private SqliteLocks(FileChannel channel) {
        this.channel = channel;
    }

    /** Returns the lock that another process holds, for people. Takes each lock for a moment. */
    static Optional<String> heldByOthers(LivePlace place) {
        return held(place.file(), MAIN, MAIN_BYTES).or(() -> held(place.companion("-shm"), SHM, SHM_BYTES));
    }

    private static Optional<String> held(Path file, long from, long bytes) {
        if (!RegularFiles.is(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = RegularFiles.openToLock(file)) {
            return isFree(channel, from, bytes)
                    ? Optional.empty()
                    : Optional.of("a process that cannot be named holds SQLite's lock on " + file);
        } catch (NoSuchFileException | AccessDeniedException e) {
            // a file that may not be opened for writing may not be locked either
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(file + ": its locks could not be tested (" + e.getMessage() + ")");
        }
    }

    private static boolean isFree(FileChannel channel, long from, long bytes) throws IOException {
        try (FileLock lock = channel.tryLock(from, bytes, false)) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Takes all locks of a database, so that no connection reads or writes it until this is closed or the process ends;
     * other connections get SQLITE_BUSY.
     *
     * @return empty when the file does not exist, or this user may not write it
     * @throws InUseException when another process holds a lock
     */
    public static Optional<SqliteLocks> takeAll(Path database) throws IOException {
        try {
            FileChannel channel = RegularFiles.openToLock(database);
            if (isTaken(channel)) {
                return Optional.of(new SqliteLocks(channel));
            }
            channel.close();
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
        throw new InUseException(database + ": a process has begun to use it");
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(MAIN, MAIN_BYTES, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Releases the locks. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Reports that another process uses the database. */
    public static final class InUseException extends IOException {
        private static final long serialVersionUID = 1;

        InUseException(String message) {
            super(message);
        }
    }
}
