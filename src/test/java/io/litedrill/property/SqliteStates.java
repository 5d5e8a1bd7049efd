package io.litedrill.property;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The databases that real SQLite makes, one after each of some transactions. Each is sound, and no two are the
 * same.
 */
final class SqliteStates {
    static final int PAGE = 512;

    private final List<ByteBuffer> states = new ArrayList<>();

    /** Lets SQLite run so many transactions on a file. */
    SqliteStates(Path file, int count) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA page_size=" + PAGE);
            sql.execute("PRAGMA journal_mode=WAL");
            sql.execute("PRAGMA synchronous=OFF");
            sql.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, content BLOB, ref INTEGER)");
            sql.execute("CREATE INDEX t_ref ON t(ref)");
            for (int i = 0; i < count; i++) {
                sql.execute("INSERT INTO t(content, ref) VALUES (randomblob(" + (20 + i * 37 % 300) + "), " + i + ")");
                sql.execute("DELETE FROM t WHERE id <= " + (i - 12));
                sql.execute("PRAGMA user_version=" + (i + 1));
                sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                states.add(ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
    }

    /** The bytes after a transaction, the first being 1. */
    byte[] state(long transaction) {
        return states.get((int) transaction - 1).array().clone();
    }

    int pages(long transaction) {
        return states.get((int) transaction - 1).capacity() / PAGE;
    }

    byte[] page(long transaction, int pgno) {
        return Arrays.copyOfRange(states.get((int) transaction - 1).array(), (pgno - 1) * PAGE, pgno * PAGE);
    }

    /**
     * The pages of the state after {@code max} that are not those of the state before {@code min}; all of the
     * first.
     */
    List<Integer> changed(long min, long max) {
        List<Integer> changed = new ArrayList<>();
        for (int pgno = 1; pgno <= pages(max); pgno++) {
            boolean any = min == 1;
            for (long at = min; at <= max && !any; at++) {
                any = pgno <= pages(at) && (pgno > pages(at - 1) || !Arrays.equals(page(at, pgno), page(at - 1, pgno)));
            }
            if (any) {
                changed.add(pgno);
            }
        }
        return changed;
    }

    int count() {
        return states.size();
    }
}
