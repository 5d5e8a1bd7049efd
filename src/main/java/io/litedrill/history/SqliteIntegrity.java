package io.litedrill.history;

import io.litedrill.files.Existence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the integrity of the database file before it is used, and moves a corrupt one aside. */
final class SqliteIntegrity {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteIntegrity.class);
    /**
     * The maximum size of a file that is checked, in bytes. A larger one would delay every command by seconds; its
     * damage is detected on access.
     */
    private static final long LOOK_THROUGH_BYTES = 64L << 20;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> PARTS = List.of("", "-wal", "-shm", "-journal");
    private static final int MOST_OF_ONE_SECOND = 1000;

    private final Path path;
    private final String url;

    SqliteIntegrity(Path path, String url) {
        this.path = path;
        this.url = url;
    }

    /**
     * Moves a corrupt file and its companion files to {@code history.db.corrupted.TIME}. Deletes nothing.
     *
     * @throws IOException also when the file cannot be opened for a reason other than corruption
     */
    void moveAsideUnlessSound(Instant now) throws IOException {
        Optional<String> damage = Existence.exists(path) ? damage() : Optional.empty();
        if (damage.isPresent()) {
            Path aside = moveAside(now);
            LOG.error(
                    "{}: the history is corrupt ({}). It was moved to {}, and a new one was created: earlier drills and"
                            + " restores are not in it.",
                    path,
                    damage.get(),
                    aside);
        }
    }

    private Optional<String> damage() throws IOException {
        String pragma = Files.size(path) > LOOK_THROUGH_BYTES ? "PRAGMA schema_version" : "PRAGMA quick_check(1)";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(pragma)) {
            String answer = rows.next() ? rows.getString(1) : "no answer";
            return pragma.contains("check") && !answer.equals("ok")
                    ? Optional.of(SqlErrors.line(answer))
                    : Optional.empty();
        } catch (SQLException e) {
            if (SqlErrors.corrupt(e)) {
                return Optional.of(SqlErrors.reason(e));
            }
            throw new IOException(SqlErrors.reason(e), e);
        }
    }

    private Path moveAside(Instant now) throws IOException {
        Path aside = free(path.getFileName() + ".corrupted." + STAMP.format(now));
        for (String part : PARTS) {
            Path from = path.resolveSibling(path.getFileName() + part);
            if (Existence.exists(from)) {
                Files.move(from, aside.resolveSibling(aside.getFileName() + part));
            }
        }
        return aside;
    }

    private Path free(String name) throws IOException {
        for (int i = 1; i <= MOST_OF_ONE_SECOND; i++) {
            Path candidate = path.resolveSibling(i == 1 ? name : name + "." + i);
            if (!Existence.exists(candidate)) {
                return candidate;
            }
        }
        throw new IOException("too many corrupted files of the same second exist beside it");
    }
}
