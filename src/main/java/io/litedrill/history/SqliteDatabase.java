package io.litedrill.history;

import io.litedrill.lease.Leases;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the open SQLite file of a history: its connections, and its tables in the schema of this version. */
final class SqliteDatabase implements HistoryDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final String NAME = "history.db";
    private static final int BUSY_MILLIS = 5000;
    /**
     * The settings of connections. IMMEDIATE: otherwise a transaction that reads and then writes fails, instead of
     * waiting, when another process wrote in between.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "journal_mode", "WAL",
            "synchronous", "NORMAL",
            "busy_timeout", String.valueOf(BUSY_MILLIS),
            "transaction_mode", "IMMEDIATE");

    private final Path path;
    private final FileIdentity identity;
    private final SqliteConnections connections;
    private final Jdbi jdbi;

    private SqliteDatabase(Path path, SqliteConnections connections) {
        this.path = path;
        this.identity = FileIdentity.of(path);
        this.connections = connections;
        this.jdbi = NamedParameters.jdbi(connections);
    }

    /** Opens the file as {@link SqliteHistory#open} does. */
    static SqliteDatabase open(Path folder, InstantSource clock) {
        Path path = folder.toAbsolutePath().resolve(NAME);
        try {
            requireWritable(folder.toAbsolutePath(), path);
            return OpeningLock.holding(path, () -> {
                PrivateFiles.history(path);
                new SqliteIntegrity(path, url(path)).moveAsideUnlessSound(clock.instant());
                return migrated(path);
            });
        } catch (OpeningLock.HeldException e) {
            throw new HistoryException(
                    path + ": no history: " + e.getMessage()
                            + ". The results of this run are not kept. Run the command again when that process has"
                            + " ended.",
                    e);
        } catch (IOException e) {
            throw unusable(path, reason(e), e);
        }
    }

    /** Returns the reason of an exception. The message of a file system's exception is often only the path. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName() + " " + e.getMessage()
                : SqlErrors.reason(e);
    }

    private static void requireWritable(Path folder, Path path) throws IOException {
        if (path.toString().contains("?")) {
            throw new IOException("SQLite's driver takes what follows a ? in the path for settings");
        }
        PrivateFiles.home(folder);
        if (!Files.isWritable(folder)) {
            throw new IOException("the folder is not writable");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(path))) {
            throw new IOException("this is not a file that can be written");
        }
    }

    private static SqliteDatabase migrated(Path path) {
        SqliteConnections connections = new SqliteConnections(url(path), 2L * BUSY_MILLIS);
        try {
            if (!SchemaVersion.isNewest(connections)) {
                Flyway.configure()
                        .dataSource(url(path), "", "")
                        .locations("classpath:db/migration/sqlite")
                        .load()
                        .migrate();
            }
            return new SqliteDatabase(path, connections);
        } catch (FlywayException e) {
            close(connections);
            throw unusable(path, SqlErrors.reason(e), e);
        }
    }

    private static String url(Path path) {
        return "jdbc:sqlite:" + path + "?"
                + SETTINGS.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("&"));
    }

    private static HistoryException unusable(Path path, String reason, Exception cause) {
        return new HistoryException(
                path + ": no history: " + reason
                        + ". Results are not kept; make room there, or give LITEDRILL_HOME a folder that can be written.",
                cause);
    }

    @Override
    public String place() {
        return path.toString();
    }

    /**
     * Returns a message about why new results are lost: the open file is no longer the one at the path. Empty without a
     * problem.
     */
    @Override
    public Optional<String> trouble() {
        FileIdentity now = FileIdentity.of(path);
        if (now.equals(identity)) {
            return Optional.empty();
        }
        return Optional.of(path + ": the history file was " + (now.exists() ? "replaced" : "deleted")
                + " while it was open. Results are written to the old file and are lost at the end. Restart"
                + " the daemon.");
    }

    /** Returns false: a file that cannot be read fails at once, so there is no reason to wait. */
    @Override
    public boolean isUnreachable(Throwable failure) {
        return false;
    }

    @Override
    public boolean isRejected(Throwable failure) {
        return SqlErrors.rejected(failure);
    }

    @Override
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Returns local rights: the processes with this file are on one machine, where locks of files suffice. */
    @Override
    public Leases leases(HistoryAccess access) {
        return Leases.LOCAL;
    }

    @Override
    public Optional<SharedTables> shared(HistoryAccess access) {
        return Optional.empty();
    }

    @Override
    public void close() {
        close(connections);
    }

    private static void close(SqliteConnections connections) {
        try {
            connections.close();
        } catch (SQLException e) {
            LOG.debug("A connection to the history was not closed", e);
        }
    }
}
