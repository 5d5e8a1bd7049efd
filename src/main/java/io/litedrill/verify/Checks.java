package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs the queries of the checks on an open database. */
final class Checks {
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
        FirstValue found = FirstValue.of(database, assertion.sql());
        Expect expect = assertion.expect();
        if (!found.row()) {
            return QueryResult.failed("expected " + expect + ", the query returned no row");
        }
        if (found.value().isEmpty()) {
            return QueryResult.failed("expected " + expect + ", the result is " + found.shown());
        }
        return expect.isMetBy(found.value().get())
                ? QueryResult.passed(found.shown())
                : QueryResult.failed("expected " + expect + ", found " + found.shown());
    }
}
