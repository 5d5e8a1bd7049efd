package io.litedrill.history;

import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each result to a table of the last hour, and reads those of other processes there. Rows become visible in the
 * order of commits, not of their numbers. So each call reads all rows from the oldest transaction on that was active at
 * the last call, and skips those that it has read.
 */
final class PostgresFeed implements ResultFeed {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresFeed.class);
    private static final String APPEND = "INSERT INTO feed (origin, kind, document) VALUES (:origin, :kind, :document)";
    private static final String OLDEST = "SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text)";
    private static final String READ = """
        SELECT id, kind, document FROM feed
        WHERE xid >= CAST(:since AS xid8) AND origin <> :origin ORDER BY id\
        """;
    /** A row stays for twice the time after which a reader reports that it may have missed some. */
    private static final String PRUNE = "DELETE FROM feed WHERE at < clock_timestamp() - interval '1 hour'";

    private static final String LATE = """
        SELECT clock_timestamp() > CAST(:read AS timestamptz) + interval '30 minutes'\
        """;
    private static final String NOW = "SELECT CAST(clock_timestamp() AS text)";
    private static final int PRUNE_EVERY = 300;

    private final HistoryAccess access;
    private final String origin = UUID.randomUUID().toString();
    private Cursor cursor = new Cursor("", Set.of(), "");
    private int calls;

    PostgresFeed(HistoryAccess access) {
        this.access = access;
    }

    /**
     * Holds where the last call ended.
     *
     * @param oldest the oldest transaction that was active then; empty before the first call
     * @param read the rows from that transaction on that were read
     * @param at the time of the server
     */
    private record Cursor(String oldest, Set<Long> read, String at) {}

    /** Holds a row. */
    private record Row(long id, String kind, String document) {}

    /** Holds the rows of one call. */
    private record Batch(List<Row> rows, Cursor next, boolean late) {}

    void append(Handle handle, String kind, String document) {
        handle.createUpdate(APPEND)
                .bind("origin", origin)
                .bind("kind", kind)
                .bind("document", document)
                .execute();
    }

    @Override
    public synchronized boolean poll(ResultListener listener) {
        Batch batch = access.read(this::next);
        boolean first = cursor.oldest().isEmpty();
        Set<Long> before = cursor.read();
        cursor = batch.next();
        if (!first) {
            batch.rows().stream().filter(row -> !before.contains(row.id())).forEach(row -> pass(row, listener));
        }
        if (calls++ % PRUNE_EVERY == 0) {
            access.write("delete old rows of the feed", handle -> handle.execute(PRUNE));
        }
        return !batch.late();
    }

    private Batch next(Handle handle) {
        // before the rows are read: a transaction that commits in between is read again by the next call
        String oldest = text(handle, OLDEST);
        String at = text(handle, NOW);
        String since = cursor.oldest().isEmpty() ? oldest : cursor.oldest();
        List<Row> rows = handle.createQuery(READ)
                .bind("since", since)
                .bind("origin", origin)
                .map((row, context) -> new Row(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
        Set<Long> read = new HashSet<>();
        rows.forEach(row -> read.add(row.id()));
        boolean late = !cursor.at().isEmpty()
                && handle.createQuery(LATE)
                        .bind("read", cursor.at())
                        .mapTo(Boolean.class)
                        .one();
        return new Batch(rows, new Cursor(oldest, read, at), late);
    }

    private static String text(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(String.class).one();
    }

    private static void pass(Row row, ResultListener listener) {
        try {
            JsonObject document = JsonObject.parse(row.document());
            switch (row.kind()) {
                case "checks" -> listener.check(ResultReader.check(document));
                case "drills" -> listener.drill(ResultReader.drill(document));
                case "scrubs" -> listener.scrub(ResultReader.scrub(document));
                case "restores" -> listener.restore(ResultReader.restore(document));
                default -> LOG.debug("{}: a kind of result that this version does not have", row.kind());
            }
        } catch (JsonException e) {
            LOG.warn("A result of another process cannot be read by this version: {}", e.getMessage());
        }
    }
}
