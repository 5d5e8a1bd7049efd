package io.litedrill.history;

import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.replica.ProvingRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Describes how the rows of a table are exported and imported. Names are constants, never input.
 *
 * @param name the name of the table
 * @param columns all columns but a generated ID, and those whose values the document has too
 * @param key the number of columns, from the first on, that identify a row
 */
record TransferTable(String name, List<Column> columns, int key) {
    /** All tables, in the order of an export. */
    static final List<TransferTable> ALL = List.of(
            table("replicas", 2, "database", "replica", "first_seen:t", "held:n"),
            table(
                    "checks",
                    3,
                    "database",
                    "replica",
                    "at:t",
                    "verdict",
                    "state",
                    "changed:n",
                    "sample:n",
                    "document:p"),
            table(
                    "drills",
                    1,
                    "id",
                    "database",
                    "replica",
                    "started_at:t",
                    "ended_at:t",
                    "outcome",
                    "restore_seconds:r",
                    "bytes_read:n",
                    "document:d"),
            table("scrubs", 1, "id", "database", "replica", "started_at:t", "ended_at:t", "verdict", "document:d"),
            table("restores", 1, "id", "database", "replica", "started_at:t", "ended_at:t", "outcome", "document:d"),
            table("audit", 6, "at:t", "who", "address", "database", "what", "answer"),
            table("inventories", 2, "database", "replica", "location", "listed_at:t"),
            table("inventory_files", 2, "database", "replica", "location", "since:t", "files:b"),
            table("proofs", 3, "database", "replica", "digest"),
            table("contents", 2, "database", "replica", "drill", "document:d"),
            table(
                    "damaged_files",
                    3,
                    "database",
                    "replica",
                    "name",
                    "location",
                    "size:n",
                    "modified:t",
                    "tag",
                    "reason",
                    "proved_at:t",
                    "proved_by:k"),
            table("sound_files", 2, "database", "replica", "location", "files:b", "drilled:b"),
            table("live_wals", 2, "database", "replica", "document:d"),
            table("live_files", 2, "database", "replica", "document:d"));

    /** Defines the types of columns. */
    enum Type {
        TEXT,
        /** A time, as {@link Times} writes it. */
        TIME,
        /** A {@link ProvingRun.Kind}. */
        KIND,
        NUMBER,
        REAL,
        /** JSON in the table, and an object in an export. */
        DOCUMENT,
        /** The same, as {@link PackedDocument} writes it. */
        PACKED,
        /** Bytes, Base64 in an export. */
        BYTES
    }

    /** Describes a column. */
    record Column(String name, Type type) {
        private static Column of(String text) {
            String[] parts = text.split(":", 2);
            Type type = parts.length == 1
                    ? Type.TEXT
                    : switch (parts[1]) {
                        case "t" -> Type.TIME;
                        case "k" -> Type.KIND;
                        case "n" -> Type.NUMBER;
                        case "r" -> Type.REAL;
                        case "d" -> Type.DOCUMENT;
                        case "p" -> Type.PACKED;
                        default -> Type.BYTES;
                    };
            return new Column(parts[0], type);
        }
    }

    private static TransferTable table(String name, int key, String... columns) {
        return new TransferTable(name, Arrays.stream(columns).map(Column::of).toList(), key);
    }

    static Optional<TransferTable> named(String name) {
        return ALL.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private String names(String prefix) {
        return columns.stream().map(column -> prefix + column.name()).collect(Collectors.joining(", "));
    }

    String select() {
        return "SELECT " + names("") + " FROM " + name + " ORDER BY "
                + keys().map(Column::name).collect(Collectors.joining(", "));
    }

    private Stream<Column> keys() {
        return columns.stream().limit(key);
    }

    /** Returns the values that identify a row, for messages. */
    String keyOf(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= key; i++) {
            values.add(String.valueOf(row.getString(i)));
        }
        return String.join(" ", values);
    }

    /**
     * Returns a row as JSON, with the name of the table.
     *
     * @throws JsonException when a document is damaged
     */
    JsonObject read(ResultSet row) throws SQLException {
        JsonObject.Builder json = JsonObject.with().put("table", name);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Object value = switch (column.type()) {
                case TEXT, TIME, KIND -> row.getString(i + 1);
                case NUMBER -> row.getLong(i + 1);
                case REAL -> row.getDouble(i + 1);
                case DOCUMENT -> JsonObject.parse(required(column, row.getString(i + 1)));
                case PACKED -> JsonObject.parse(PackedDocument.unpack(required(column, row.getString(i + 1))));
                case BYTES -> Base64.getEncoder().encodeToString(required(column, row.getBytes(i + 1)));
            };
            json.put(column.name(), value);
        }
        return json.build();
    }

    private static <T> T required(Column column, @Nullable T value) {
        return Optional.ofNullable(value).orElseThrow(() -> nothing(column));
    }

    private static JsonException nothing(Column column) {
        return new JsonException(column.name() + ": expected a value. Found: nothing");
    }

    /**
     * Adds a row unless a row with its key exists.
     *
     * @return the number of rows added, 0 or 1
     * @throws JsonException when a column is missing or has another type
     */
    int add(Handle handle, JsonObject row) {
        String sql = "INSERT INTO " + name + " (" + names("") + ") SELECT " + names(":")
                + " WHERE NOT EXISTS (SELECT 1 FROM "
                + name + " WHERE "
                + keys().map(column -> column.name() + " = :" + column.name()).collect(Collectors.joining(" AND "))
                + ")";
        try (Update update = handle.createUpdate(sql)) {
            columns.forEach(column -> update.bind(column.name(), value(row, column)));
            return update.execute();
        }
    }

    private static Object value(JsonObject row, Column column) {
        Optional<?> value = switch (column.type()) {
            case TEXT -> row.text(column.name());
            case TIME -> row.time(column.name()).map(Times::column);
            case KIND -> row.text(column.name()).map(text -> kind(column, text));
            case NUMBER -> row.integer(column.name());
            case REAL -> row.number(column.name()).map(Number::doubleValue);
            case DOCUMENT -> row.object(column.name()).map(JsonObject::compact);
            case PACKED -> row.object(column.name()).map(JsonObject::compact).map(PackedDocument::pack);
            case BYTES -> row.text(column.name()).map(text -> bytes(column, text));
        };
        return value.orElseThrow(() -> nothing(column));
    }

    private static String kind(Column column, String text) {
        return Arrays.stream(ProvingRun.Kind.values())
                .map(Enum::name)
                .filter(text::equals)
                .findFirst()
                .orElseThrow(() -> new JsonException(column.name() + ": expected a kind of run. Found: " + text));
    }

    private static byte[] bytes(Column column, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException(column.name() + ": expected Base64 (" + e.getMessage() + ")", e);
        }
    }
}
