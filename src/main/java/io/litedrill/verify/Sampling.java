package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes a digest of some rows of a table, and of all rows of a small one: the first, the last, and others at
 * positions derived from a seed.
 */
final class Sampling {
    private static final int PLACES = 200;
    private static final int AT_EACH_END = 1000;
    private static final int MOST_COLUMNS = 500;
    /** One text for each value: its type, its length and its beginning, so that no value is large. */
    private static final String VALUE = """
            CASE typeof(%1$s) WHEN 'text' THEN 't' || length(%1$s) || ':' || substr(%1$s, 1, 1000)
            WHEN 'blob' THEN 'b' || length(%1$s) || ':' || hex(substr(%1$s, 1, 1000)) ELSE quote(%1$s) END""";

    private static final List<String> ROW_IDS = List.of("rowid", "_rowid_", "oid");

    private final ReadOnlyDatabase database;
    private final Budget budget;
    private final long seed;

    Sampling(ReadOnlyDatabase database, Budget budget, long seed) {
        this.database = database;
        this.budget = budget;
        this.seed = seed;
    }

    /** A column; {@code key} is its position in the primary key, from 1, or 0. */
    private record Column(String name, int key) {}

    /** The range of row ids; both 0 without rows. */
    private record Range(long first, long last) {}

    String of(String table) throws SQLException, QueryStoppedException {
        List<Column> columns = columns(table);
        Optional<String> rowId = ROW_IDS.stream()
                .filter(alias -> columns.stream()
                        .noneMatch(
                                column -> column.name().toLowerCase(Locale.ROOT).equals(alias)))
                .findFirst();
        String values = columns.stream()
                .limit(MOST_COLUMNS)
                .map(column -> VALUE.formatted(Schema.quoted(column.name())))
                .collect(Collectors.joining(", "));
        int width = Math.min(columns.size(), MOST_COLUMNS);
        try {
            return rowId.isPresent()
                    ? byRowId(table, values, width, rowId.get())
                    : byKey(table, values, width, columns);
        } catch (SQLException withoutRowId) {
            return byKey(table, values, width, columns);
        }
    }

    private List<Column> columns(String table) throws SQLException, QueryStoppedException {
        String sql = "SELECT name, pk FROM pragma_table_xinfo('" + table.replace("'", "''") + "') WHERE hidden <> 1";
        return database.query(sql, budget.share(), rows -> {
                    List<Column> columns = new ArrayList<>();
                    while (rows.next()) {
                        columns.add(new Column(rows.getString(1), rows.getInt(2)));
                    }
                    return columns;
                })
                .filter(columns -> !columns.isEmpty())
                .orElseThrow(() -> new SQLException("no columns"));
    }

    private String byRowId(String table, String values, int width, String id)
            throws SQLException, QueryStoppedException {
        String from = " FROM " + Schema.quoted(table) + " NOT INDEXED";
        String rows = ends("SELECT " + values + from, List.of(id), width);
        String ends = "SELECT (SELECT min(" + id + ")" + from + "), (SELECT max(" + id + ")" + from + ")";
        Range range = database.query(ends, budget.share(), Sampling::range).orElse(new Range(0, 0));
        String places = places(table, range).map(place -> "(" + place + ")").collect(Collectors.joining(","));
        String sql = "SELECT " + values + from + " WHERE " + id + " IN (SELECT (SELECT " + id + from + " WHERE " + id
                + " >= place.column1 ORDER BY " + id + " LIMIT 1) FROM (VALUES " + places + ") AS place) ORDER BY "
                + id;
        return rows + digest(sql, width);
    }

    private static Range range(ResultSet rows) throws SQLException {
        return rows.next() ? new Range(rows.getLong(1), rows.getLong(2)) : new Range(0, 0);
    }

    private Stream<String> places(String table, Range range) {
        SplittableRandom random = new SplittableRandom(seed ^ table.hashCode());
        TreeSet<Long> places = new TreeSet<>(List.of(range.first(), range.last()));
        boolean bounded = range.last() > range.first() && range.last() - range.first() > 0;
        for (int i = 0; bounded && i < PLACES; i++) {
            places.add(range.first() + random.nextLong(range.last() - range.first()));
        }
        // the smallest integer has no literal in SQL
        return places.stream().filter(place -> place > Long.MIN_VALUE).map(String::valueOf);
    }

    private String byKey(String table, String values, int width, List<Column> columns)
            throws SQLException, QueryStoppedException {
        List<String> key = columns.stream()
                .filter(column -> column.key() > 0)
                .sorted((a, b) -> Integer.compare(a.key(), b.key()))
                .map(column -> Schema.quoted(column.name()))
                .toList();
        if (key.isEmpty()) {
            throw new SQLException("no order");
        }
        return ends("SELECT " + values + " FROM " + Schema.quoted(table) + " NOT INDEXED", key, width);
    }

    private String ends(String select, List<String> key, int width) throws SQLException, QueryStoppedException {
        String order = select + " ORDER BY ";
        String limit = " LIMIT " + AT_EACH_END;
        return digest(order + String.join(", ", key) + limit, width)
                + digest(order + String.join(" DESC, ", key) + " DESC" + limit, width);
    }

    private String digest(String sql, int width) throws SQLException, QueryStoppedException {
        return database.query(sql, budget.share(), rows -> {
                    RowDigest digest = new RowDigest();
                    while (rows.next()) {
                        digest.add(rows, width);
                    }
                    return digest.hex();
                })
                .orElse("");
    }
}
