package io.litedrill.verify;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures the contents of a database. Reads only, creates nothing, and keeps its time limit for a file of any
 * content: tables that are not measured in time are skipped, and the result reports that.
 */
public final class ContentsReader {
    private ContentsReader() {}

    /** Measures a file that no process writes to. The files beside it are ignored. */
    public static Measurement ofCopy(Path file, Measurement.Effort effort) {
        return measure(() -> ReadOnlyDatabase.open(file, effort.time()), effort);
    }

    /**
     * Measures a database in WAL mode that other processes have open, in one read transaction, as a further reader.
     * Requires their {@code -shm} file, and does not write to it. During the measurement, a checkpoint cannot restart
     * the WAL.
     */
    public static Measurement ofShared(Path file, Measurement.Effort effort) {
        return measure(() -> ReadOnlyDatabase.openShared(file, effort.time()), effort);
    }

    @FunctionalInterface
    private interface Opening {
        ReadOnlyDatabase open() throws SQLException, QueryStoppedException;
    }

    private static Measurement measure(Opening opening, Measurement.Effort effort) {
        try (ReadOnlyDatabase database = opening.open()) {
            database.query("BEGIN", rows -> true);
            return read(database, effort);
        } catch (SQLException e) {
            return new Measurement.NotTaken(SqliteError.answer(e).detail());
        } catch (QueryStoppedException e) {
            return new Measurement.NotTaken(e.reason());
        }
    }

    /** Measures an open database. */
    static Measurement.Taken read(ReadOnlyDatabase database, Measurement.Effort effort)
            throws SQLException, QueryStoppedException {
        Budget budget = new Budget(effort.time());
        long version = database.query("PRAGMA schema_version", rows -> rows.next() ? rows.getLong(1) : 0L)
                .orElse(0L);
        Schema schema = Schema.read(database, budget);
        Map<String, String> samples = effort.seed().isPresent()
                ? samples(
                        database, schema.tables(), effort.time(), effort.seed().getAsLong())
                : Map.of();
        NavigableMap<String, Long> rows = counts(database, schema.tables(), budget);
        boolean complete = schema.complete() && rows.size() == schema.tables().size();
        return new Measurement.Taken(new Contents(schema.digest(), version, rows, complete), samples);
    }

    /** Samples the tables. Sampling takes half of the time at most, because counting a large table takes longer. */
    private static Map<String, String> samples(ReadOnlyDatabase database, List<String> tables, Duration time, long seed)
            throws QueryStoppedException {
        Budget budget = new Budget(time.dividedBy(2));
        Sampling sampling = new Sampling(database, budget, seed);
        Map<String, String> samples = new HashMap<>();
        for (String table : tables) {
            if (budget.isSpent()) {
                break;
            }
            unlessStopped(() -> Optional.of(sampling.of(table))).ifPresent(sample -> samples.put(table, sample));
        }
        return samples;
    }

    private static NavigableMap<String, Long> counts(ReadOnlyDatabase database, List<String> tables, Budget budget)
            throws QueryStoppedException {
        NavigableMap<String, Long> rows = new TreeMap<>();
        for (String table : tables) {
            if (budget.isSpent()) {
                break;
            }
            Optional<Long> count = unlessStopped(() -> count(database, table, budget));
            count.ifPresent(number -> rows.put(table, number));
        }
        return rows;
    }

    private static Optional<Long> count(ReadOnlyDatabase database, String table, Budget budget)
            throws SQLException, QueryStoppedException {
        String sql = "SELECT count(*) FROM " + Schema.quoted(table);
        try {
            return database.query(sql, budget.share(), ContentsReader::number);
        } catch (SQLException e) {
            // an index may need a collation that only the owner's application has
            return database.query(sql + " NOT INDEXED", budget.share(), ContentsReader::number);
        }
    }

    private static long number(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getLong(1) : 0;
    }

    @FunctionalInterface
    private interface Question<T> {
        Optional<T> ask() throws SQLException, QueryStoppedException;
    }

    /** Runs a query on one table and skips the table if the query fails; an interrupt ends the whole measurement. */
    private static <T> Optional<T> unlessStopped(Question<T> question) throws QueryStoppedException {
        try {
            return question.ask();
        } catch (SQLException notOfThisTable) {
            return Optional.empty();
        } catch (QueryStoppedException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
