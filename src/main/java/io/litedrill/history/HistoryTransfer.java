package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Exports all tables of a history as lines of JSON, and imports such lines into any other. */
final class HistoryTransfer {
    /** The version of the lines; a change that an earlier version cannot import increments it. */
    private static final long FORMAT = 1;

    private static final String FORMAT_KEY = "litedrill_history";
    private static final int FETCHED_ROWS = 500;
    private static final int IMPORTED_ROWS = 500;

    private final HistoryAccess access;

    HistoryTransfer(HistoryAccess access) {
        this.access = access;
    }

    /**
     * Describes a row of an export.
     *
     * @param text its line, or which row it is and why it cannot be read
     */
    private record ExportedRow(boolean damaged, String text) {}

    /** Exports as {@link HistoryStore#exportTo} does. */
    void exportTo(Consumer<String> lines, Consumer<String> damaged, Instant now) {
        access.snapshot(handle -> {
            lines.accept(JsonObject.with()
                    .put(FORMAT_KEY, FORMAT)
                    .put("exported_at", now)
                    .build()
                    .compact());
            TransferTable.ALL.forEach(
                    table -> export(handle, table, row -> (row.damaged() ? damaged : lines).accept(row.text())));
            return 0;
        });
    }

    private static void export(Handle handle, TransferTable table, Consumer<ExportedRow> exported) {
        try (ResultIterator<ExportedRow> rows = handle.createQuery(table.select())
                .setFetchSize(FETCHED_ROWS)
                .map((row, context) -> exported(table, row))
                .iterator()) {
            rows.forEachRemaining(exported);
        }
    }

    /** Reads a row. A damaged one must not withhold the rows after it. */
    private static ExportedRow exported(TransferTable table, ResultSet row) throws SQLException {
        try {
            return new ExportedRow(false, table.read(row).compact());
        } catch (JsonException e) {
            return new ExportedRow(true, table.name() + ", " + table.keyOf(row) + ": " + e.getMessage());
        }
    }

    HistoryStore.Imported importFrom(Iterator<String> lines) {
        requireFormat(lines);
        long number = 1;
        HistoryStore.Imported all = new HistoryStore.Imported(0, 0);
        while (lines.hasNext()) {
            List<String> batch = new ArrayList<>();
            while (lines.hasNext() && batch.size() < IMPORTED_ROWS) {
                batch.add(lines.next());
            }
            long first = number + 1;
            int added = access.snapshot(handle -> add(handle, batch, first));
            number += batch.size();
            all = new HistoryStore.Imported(all.added() + added, all.known() + batch.size() - added);
        }
        return all;
    }

    private static void requireFormat(Iterator<String> lines) {
        String first = lines.hasNext() ? lines.next() : "";
        try {
            if (JsonObject.parse(first)
                    .integer(FORMAT_KEY)
                    .filter(version -> version == FORMAT)
                    .isPresent()) {
                return;
            }
        } catch (JsonException e) {
            throw new HistoryException("line 1: this is not an export of a history: " + e.getMessage(), e);
        }
        throw new HistoryException(
                "line 1: this is not an export of a history that this version can import. Expected \"" + FORMAT_KEY
                        + "\":" + FORMAT);
    }

    private static int add(Handle handle, List<String> lines, long first) {
        int added = 0;
        for (int i = 0; i < lines.size(); i++) {
            try {
                added += add(handle, JsonObject.parse(lines.get(i)));
            } catch (JsonException e) {
                throw new HistoryException(
                        "line " + (first + i) + ": " + e.getMessage() + ". The lines from " + first
                                + " on were not imported.",
                        e);
            }
        }
        return added;
    }

    private static int add(Handle handle, JsonObject row) {
        String name = row.text("table").orElse("");
        int added = TransferTable.named(name)
                .orElseThrow(() -> new JsonException("table: not known to this version. Found: " + name))
                .add(handle, row);
        if (name.equals("replicas")) {
            merge(handle, row);
        } else if (name.equals("checks") && added > 0) {
            CheckTable.extract(handle, row);
        }
        return added;
    }

    /** Keeps the earlier time, and that a replica ever held a backup. */
    private static void merge(Handle handle, JsonObject row) {
        ReplicaId id = new ReplicaId(
                row.text("database").orElseThrow(), row.text("replica").orElseThrow());
        Replicas.seen(handle, id, row.time("first_seen").orElseThrow());
        if (row.integer("held").filter(held -> held != 0).isPresent()) {
            Replicas.held(handle, id);
        }
    }
}
