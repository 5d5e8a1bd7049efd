package io.litedrill.live;

import io.litedrill.files.RealPath;
import io.litedrill.files.RegularFiles;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the state of a live database without disturbing its users.
 *
 * <p>Takes no locks and opens nothing through SQLite. The database file itself is never opened; only its size and time
 * are read: closing any descriptor of it would drop all POSIX locks that this process holds on it. The {@code -wal}
 * file has no locks (those are on {@code -shm}) and is read as plain bytes.
 */
public final class LiveDatabase {
    /**
     * SQLite restarts a WAL at most once a checkpoint; a WAL that restarts during each of these readings is reported as
     * changing.
     */
    private static final int MOST_READINGS = 5;

    private LiveDatabase() {}

    /**
     * Reads the state of the database at this path; a symbolic link is followed, as SQLite does. Reads the whole {@code
     * -wal}, in bounded memory. Never throws for its findings.
     */
    public static LiveState read(Path database) {
        try {
            return present(RealPath.of(database.toAbsolutePath().normalize()));
        } catch (NoSuchFileException e) {
            return new LiveState.Missing();
        } catch (AccessDeniedException e) {
            return new LiveState.Unreadable(e.getFile() + ": permission denied. Let Litedrill's user read it");
        } catch (IOException e) {
            return new LiveState.Unreadable(database + ": " + e);
        }
    }

    private static LiveState present(Path database) throws IOException {
        BasicFileAttributes main = attributes(database);
        if (!main.isRegularFile()) {
            return new LiveState.Unreadable(database + ": not a file");
        }
        Path walFile = Path.of(database + "-wal");
        Wal wal = wal(() -> RegularFiles.stream(walFile));
        Instant modified = main.lastModifiedTime().toInstant();
        Optional<Instant> walModified = modified(walFile);
        return new LiveState.Present(wal, walModified.filter(modified::isBefore).orElse(modified), FileStamp.of(main));
    }

    /** Reads until SQLite did not restart the file during the reading, a bounded number of times. */
    static Wal wal(WalTail.Source file) throws IOException {
        try {
            for (int reading = 0; reading < MOST_READINGS; reading++) {
                Optional<Wal> wal = WalTail.read(file);
                if (wal.isPresent()) {
                    return wal.get();
                }
            }
            return Wal.without(WalState.CHANGING);
        } catch (NoSuchFileException e) {
            return Wal.without(WalState.NONE);
        }
    }

    private static Optional<Instant> modified(Path file) throws IOException {
        try {
            return Optional.of(attributes(file).lastModifiedTime().toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
