package io.litedrill.live;

import io.litedrill.files.Existence;
import io.litedrill.files.RegularFiles;
import io.litedrill.verify.MemoryLimits;
import io.litedrill.verify.UnreadSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database as SQLite would open it after recovery: its {@code -wal} or {@code -journal} is applied to a private copy.
 *
 * @param file the database; the live file itself when SQLite would apply no other file
 * @param corrupt SQLite's message when SQLite could not recover it
 */
public record RecoveredCopy(Path file, Optional<String> corrupt) {
    /** SQLITE_CORRUPT and SQLITE_NOTADB: errors of the file. */
    private static final Set<Integer> OF_THE_FILE = Set.of(11, 26);

    private static final List<String> APPLIED = List.of("-wal", "-journal");

    /**
     * Recovers a database that no process uses and that has at least one byte.
     *
     * @param folder empty folder for the copy, used for nothing else; the copy stays there
     * @throws IOException when it cannot be read or copied
     */
    public static RecoveredCopy of(LivePlace place, Path folder) throws IOException {
        boolean whole = true;
        for (String suffix : APPLIED) {
            whole &= bytes(place.companion(suffix)) == 0;
        }
        return whole ? new RecoveredCopy(place.file(), Optional.empty()) : applied(place, folder);
    }

    private static long bytes(Path file) throws IOException {
        if (!Existence.exists(file)) {
            return 0;
        }
        try (FileChannel channel = RegularFiles.open(file)) {
            return channel.size();
        }
    }

    private static RecoveredCopy applied(LivePlace place, Path folder) throws IOException {
        requireRoom(place, folder);
        Path copy = folder.resolve("database");
        copy(place.file(), copy);
        for (String suffix : APPLIED) {
            if (bytes(place.companion(suffix)) > 0) {
                copy(place.companion(suffix), folder.resolve("database" + suffix));
            }
        }
        return new RecoveredCopy(copy, recover(copy));
    }

    /** A file with holes has any size, and its copy takes all of it. */
    private static void requireRoom(LivePlace place, Path folder) throws IOException {
        double needed = bytes(place.file());
        for (String suffix : APPLIED) {
            needed += bytes(place.companion(suffix));
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (needed > free) {
            throw new IOException(
                    ("a copy with its -wal and -journal needs %.0f bytes in %s, and %d are free. Make room there, or"
                                    + " name a folder with more room (scratch)")
                            .formatted(needed, folder.getParent(), free));
        }
    }

    /** Copies as many bytes as the file has at the start. */
    private static void copy(Path file, Path as) throws IOException {
        try (FileChannel in = RegularFiles.open(file);
                FileChannel out = RegularFiles.create(as)) {
            long size = in.size();
            long copied = 0;
            long step = 1;
            while (copied < size && step > 0) {
                step = in.transferTo(copied, size - copied, out);
                copied += step;
            }
        }
    }

    private static Optional<String> recover(Path copy) throws IOException {
        try {
            open(copy);
        } catch (SQLException e) {
            if (UnreadSchema.is(e)) {
                return withoutSchema(copy);
            }
            String words = String.valueOf(e.getMessage());
            if (OF_THE_FILE.contains(e.getErrorCode() & 0xff)) {
                return Optional.of(words);
            }
            throw new IOException("its -wal or -journal could not be applied to a copy: " + words, e);
        }
        return whole(copy);
    }

    /**
     * Recovers a copy whose schema this SQLite cannot read. Reading a header value applies a
     * journal, and closing applies a WAL.
     */
    private static Optional<String> withoutSchema(Path copy) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version");
        } catch (SQLException e) {
            throw new IOException("its -wal or -journal could not be applied to a copy: " + e.getMessage(), e);
        }
        return whole(copy);
    }

    private static Optional<String> whole(Path copy) throws IOException {
        if (bytes(copy.resolveSibling("database-wal")) > 0 || bytes(copy.resolveSibling("database-journal")) > 0) {
            throw new IOException("SQLite left the -wal or -journal of a copy unapplied");
        }
        return Optional.empty();
    }

    private static void open(Path copy) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + copy, MemoryLimits.of(copy).settings());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema=OFF");
            // the first read rolls a journal back; the checkpoint moves the WAL's commits to the main file
            statement.execute("SELECT count(*) FROM sqlite_schema");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
