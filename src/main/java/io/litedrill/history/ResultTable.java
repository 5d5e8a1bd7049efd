package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.history.PendingWrites.Write;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements the operations shared by the result tables. Names of tables and columns are constants, never input.
 *
 * @param <R> the type of result
 */
abstract class ResultTable<R> implements ResultStore<R> {
    private static final Logger LOG = LoggerFactory.getLogger(ResultTable.class);
    /** The number of rows deleted in one transaction; small, so that other writers wait only briefly. */
    private static final int PRUNE_ROWS = 1000;
    /** The number of rows among which a result is searched: those of a replica that fails for weeks. */
    private static final int SEARCHED_ROWS = 1000;
    /** A text greater than all times. */
    private static final String AFTER_ALL = "~";

    private final HistoryAccess access;
    private final Layout<R> layout;
    private final Publication publication;

    /**
     * Describes a table.
     *
     * @param table the name of the table
     * @param began the column of the time when a result began
     * @param reader creates a result from its document
     */
    record Layout<R>(String table, String began, Function<JsonObject, R> reader) {}

    /** Publishes the results of this process to others. */
    @FunctionalInterface
    interface Publication {
        /**
         * Returns the document of a result with the name of this node, and adds it to the feed.
         *
         * @param table the table that the result is stored in
         */
        String publish(Handle handle, String table, JsonObject document);
    }

    ResultTable(HistoryAccess access, Layout<R> layout, Publication publication) {
        this.access = access;
        this.layout = layout;
        this.publication = publication;
    }

    /** Describes a result for the log: {@code a drill of shop (s3)}. */
    abstract String describe(R result);

    /** Returns the document that is stored of a result. */
    abstract JsonObject document(R result);

    /** Stores a result with its document, and the replica that it is of. */
    abstract void insert(Handle handle, R result, String document);

    @Override
    public void accept(R result) {
        access.keep(new Write("keep " + describe(result), state(result), handle -> {
            insert(handle, result, publication.publish(handle, layout.table(), document(result)));
        }));
    }

    /** Returns the state that a check found; empty for other results. */
    Optional<CheckState> state(R result) {
        return Optional.empty();
    }

    @Override
    public List<R> page(String database, Page page) {
        return access.read(handle -> results(pageQuery(handle, database, page)));
    }

    @Override
    public List<Stored<R>> storedPage(String database, Page page) {
        return access.read(handle -> stored(pageQuery(handle, database, page)));
    }

    private Query pageQuery(Handle handle, String database, Page page) {
        String wanted = "FROM " + layout.table() + " WHERE database = :database AND " + layout.began() + " < :before";
        // the page includes all results that began at its oldest instant
        String sql = "SELECT document " + wanted + " AND " + layout.began() + " >= (SELECT min(" + layout.began()
                + ") FROM (SELECT " + layout.began() + " " + wanted + " ORDER BY " + layout.began()
                + " DESC LIMIT :limit) AS newest) " + newestFirst();
        String before = page.before().map(Times::column).orElse(AFTER_ALL);
        return handle.createQuery(sql)
                .bind("database", database)
                .bind("before", before)
                .bind("limit", page.limit());
    }

    @Override
    public Optional<R> byId(String runId) {
        return storedById(runId).map(Stored::result);
    }

    @Override
    public Optional<Stored<R>> storedById(String runId) {
        return access.read(handle ->
                stored(handle.createQuery("SELECT document FROM " + layout.table() + " WHERE id = :id")
                                .bind("id", runId))
                        .stream()
                        .findFirst());
    }

    @Override
    public Optional<R> newest(ReplicaId id) {
        return access.read(handle -> newest(handle, id));
    }

    /** Does the same as {@link #newest(ReplicaId)} within a query. */
    Optional<R> newest(Handle handle, ReplicaId id) {
        String sql = "SELECT document FROM " + layout.table() + " WHERE database = :database AND replica = :replica "
                + newestFirst() + " LIMIT 1";
        return results(handle.createQuery(sql).bindMethods(id)).stream().findFirst();
    }

    /**
     * Returns the newest result of a replica that a test accepts.
     *
     * @param until the latest beginning; empty for any
     */
    Optional<R> newest(Handle handle, ReplicaId id, Optional<Instant> until, Predicate<R> wanted) {
        // the newest one usually is
        Optional<R> found = newest(handle, id, until, 1).filter(wanted).findFirst();
        return found.isPresent()
                ? found
                : newest(handle, id, until, SEARCHED_ROWS).filter(wanted).findFirst();
    }

    private Stream<R> newest(Handle handle, ReplicaId id, Optional<Instant> until, int rows) {
        String sql =
                "SELECT document FROM " + layout.table() + " WHERE database = :database AND replica = :replica AND "
                        + layout.began() + " <= :until " + newestFirst() + " LIMIT :rows";
        return results(handle.createQuery(sql)
                        .bindMethods(id)
                        .bind("until", until.map(Times::column).orElse(AFTER_ALL))
                        .bind("rows", rows))
                .stream();
    }

    private String newestFirst() {
        return "ORDER BY " + layout.began() + " DESC, id DESC";
    }

    /**
     * Deletes the results that began before a time.
     *
     * @param condition a further SQL condition; {@code TRUE} for none
     */
    void prune(Instant before, String condition) {
        String sql = "DELETE FROM " + layout.table() + " WHERE id IN (SELECT id FROM " + layout.table() + " WHERE "
                + layout.began() + " < :before AND " + condition + " LIMIT :rows)";
        int deleted = PRUNE_ROWS;
        while (deleted == PRUNE_ROWS) {
            deleted = access.count(
                    "delete old results",
                    handle -> handle.createUpdate(sql)
                            .bind("before", Times.column(before))
                            .bind("rows", PRUNE_ROWS)
                            .execute());
        }
    }

    private List<R> results(Query query) {
        return stored(query).stream().map(Stored::result).toList();
    }

    private List<Stored<R>> stored(Query query) {
        return query.mapTo(String.class).list().stream().flatMap(this::result).toList();
    }

    /**
     * Reads a result. Skips one that this version cannot read, as a newer version may write, so that the others remain
     * visible.
     */
    private Stream<Stored<R>> result(String document) {
        try {
            JsonObject json = JsonObject.parse(PackedDocument.unpack(document));
            return Stream.of(new Stored<>(layout.reader().apply(json), json.text("node")));
        } catch (JsonException e) {
            LOG.warn(
                    "A result in the history ({}) is ignored, because this version cannot read it: {}",
                    layout.table(),
                    e.getMessage());
            return Stream.empty();
        }
    }
}
