package io.litedrill.verify;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts the readable rows of a damaged database: from the start of each table up to the first damage, and from its
 * end. Reads only, and keeps its time limit: rows that are not counted in time are left out.
 */
public final class SalvageReader {
    private SalvageReader() {}

    /** Counts in a file that no process writes to; returns empty when even its schema cannot be read. */
    public static Optional<Long> rows(Path file, Duration time) {
        Budget budget = new Budget(time);
        try (ReadOnlyDatabase database = ReadOnlyDatabase.open(file, time)) {
            long rows = 0;
            for (String table : Schema.read(database, budget).tables()) {
                rows += rows(database, table, budget);
            }
            return Optional.of(rows);
        } catch (SQLException | QueryStoppedException e) {
            return Optional.empty();
        }
    }

    private static long rows(ReadOnlyDatabase database, String table, Budget budget) throws QueryStoppedException {
        String from = " FROM " + Schema.quoted(table) + " NOT INDEXED";
        Counted forward = counted(database, "SELECT 1" + from, budget);
        return forward.whole()
                ? forward.rows()
                : forward.rows()
                        + counted(database, "SELECT 1" + from + " ORDER BY rowid DESC", budget)
                                .rows();
    }

    private record Counted(long rows, boolean whole) {}

    private static Counted counted(ReadOnlyDatabase database, String sql, Budget budget) throws QueryStoppedException {
        long[] rows = new long[1];
        try {
            boolean whole = database.query(sql, budget.share(), result -> toDamage(result, rows))
                    .orElse(false);
            return new Counted(rows[0], whole);
        } catch (SQLException e) {
            return new Counted(rows[0], false);
        } catch (QueryStoppedException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // the counted rows are readable; the total may be higher
            return new Counted(rows[0], true);
        }
    }

    private static boolean toDamage(ResultSet result, long[] rows) throws SQLException {
        while (result.next()) {
            rows[0]++;
        }
        return true;
    }
}
