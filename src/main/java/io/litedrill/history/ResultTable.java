package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements the operations shared by the result tables. Names of tables and columns are constants, never input.
 *
 * @param <R> the type of result
 */
final class ResultTable<R> {
    private static final Logger LOG = LoggerFactory.getLogger(ResultTable.class);
    /** The number of rows deleted in one transaction; small, so that other writers wait only briefly. */
    private static final int PRUNE_ROWS = 1000;

    private final String name;
    private final String began;
    private final Function<JsonObject, R> reader;

    /**
     * Describes a table.
     *
     * @param name the name of the table
     * @param began the column of the time when a result began
     * @param reader creates a result from its document
     */
    ResultTable(String name, String began, Function<JsonObject, R> reader) {
        this.name = name;
        this.began = began;
        this.reader = reader;
    }

    /** Returns results of a database, of all its replicas, newest first. */
    List<R> page(Handle handle, String database, Page page) {
        String wanted = "FROM " + name + " WHERE database = :database AND " + began + " < :before";
        // the page includes all results that began at its oldest instant
        String sql = "SELECT document " + wanted + " AND " + began + " >= (SELECT min(" + began + ") FROM (SELECT "
                + began + " " + wanted + " ORDER BY " + began + " DESC LIMIT :limit)) ORDER BY " + began
                + " DESC, rowid DESC";
        // a text greater than all times
        String before = page.before().map(Times::column).orElse("~");
        return results(handle.createQuery(sql)
                .bind("database", database)
                .bind("before", before)
                .bind("limit", page.limit()));
    }

    /** Returns the result with this ID. */
    Optional<R> byId(Handle handle, String id) {
        return results(handle.createQuery("SELECT document FROM " + name + " WHERE id = :id")
                        .bind("id", id))
                .stream()
                .findFirst();
    }

    /** Returns the newest result of one replica. */
    Optional<R> newest(Handle handle, ReplicaId id) {
        String sql = "SELECT document FROM " + name + " WHERE database = :database AND replica = :replica ORDER BY "
                + began + " DESC, rowid DESC LIMIT 1";
        return results(handle.createQuery(sql).bind("database", id.database()).bind("replica", id.replica())).stream()
                .findFirst();
    }

    /** Returns the greatest time in a column, over the results of a replica with this outcome, or with any. */
    Optional<Instant> last(Handle handle, ReplicaId id, String column, Optional<Enum<?>> outcome) {
        String sql = "SELECT max(" + column + ") FROM " + name + " WHERE database = :database AND replica = :replica"
                + (outcome.isPresent() ? " AND outcome = :outcome" : "");
        Query query = handle.createQuery(sql).bind("database", id.database()).bind("replica", id.replica());
        outcome.ifPresent(value -> query.bind("outcome", value.name()));
        return query.mapTo(String.class).findOne().map(Times::time);
    }

    /**
     * Deletes some results that began before a time.
     *
     * @param condition a further SQL condition
     * @return whether more may remain
     */
    boolean prune(Handle handle, Instant before, String condition) {
        String sql = "DELETE FROM " + name + " WHERE rowid IN (SELECT rowid FROM " + name + " WHERE " + began
                + " < :before AND " + condition + " LIMIT :rows)";
        try (Update update = handle.createUpdate(sql)) {
            return update.bind("before", Times.column(before))
                            .bind("rows", PRUNE_ROWS)
                            .execute()
                    == PRUNE_ROWS;
        }
    }

    private List<R> results(Query query) {
        return query.mapTo(String.class).list().stream().flatMap(this::result).toList();
    }

    /**
     * Reads a result. Skips one that this version cannot read, as a newer version may write, so that the others remain
     * visible.
     */
    private Stream<R> result(String document) {
        try {
            return Stream.of(reader.apply(JsonObject.parse(document)));
        } catch (JsonException e) {
            LOG.warn(
                    "A result in the history ({}) is ignored, because this version cannot read it: {}",
                    name,
                    e.getMessage());
            return Stream.empty();
        }
    }
}
