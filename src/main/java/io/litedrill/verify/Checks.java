package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the queries of the checks on an open database. */
final class Checks {
    private static final int MOST_VALUE_CHARACTERS = 200;

    private Checks() {}

    static QueryResult tables(ReadOnlyDatabase database, List<String> names)
            throws SQLException, QueryStoppedException {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            String sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '" + name.replace("'", "''")
                    + "' COLLATE NOCASE";
            if (!database.query(sql, ResultSet::next).orElse(false)) {
                missing.add(name);
            }
        }
        return missing.isEmpty()
                ? QueryResult.passed("")
                : QueryResult.failed("missing: " + String.join(", ", missing));
    }

    static QueryResult assertion(ReadOnlyDatabase database, Assertion assertion)
            throws SQLException, QueryStoppedException {
        return database.query(assertion.sql(), rows -> judge(rows, assertion.expect()))
                .orElseGet(() -> noRow(assertion.expect()));
    }

    private static QueryResult judge(ResultSet rows, Expect expect) throws SQLException {
        if (!rows.next()) {
            return noRow(expect);
        }
        Optional<String> value = text(rows.getObject(1));
        String more = rows.next() ? " (first of several rows)" : "";
        if (value.isEmpty()) {
            return QueryResult.failed("expected " + expect + ", the result is NULL" + more);
        }
        return expect.isMetBy(value.get())
                ? QueryResult.passed(shortened(value.get()) + more)
                : QueryResult.failed("expected " + expect + ", found " + shortened(value.get()) + more);
    }

    private static QueryResult noRow(Expect expect) {
        return QueryResult.failed("expected " + expect + ", the query returned no row");
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? Optional.of(HexFormat.of().formatHex(bytes))
                : Optional.ofNullable(value).map(String::valueOf);
    }

    private static String shortened(String value) {
        return value.length() <= MOST_VALUE_CHARACTERS ? value : value.substring(0, MOST_VALUE_CHARACTERS) + "...";
    }
}
