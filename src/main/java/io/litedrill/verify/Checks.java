package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions put to an open database. */
final class Checks {
    private static final int MOST_MESSAGES = 20;
    private static final int MOST_ROWS = 5;
    private static final int MOST_VALUE_CHARACTERS = 200;

    private Checks() {}

    static Answer integrity(ReadOnlyDatabase database, Expectations.Mode mode)
            throws SQLException, QueryStoppedException {
        List<String> messages = database.query("PRAGMA " + mode.pragma() + "(" + MOST_MESSAGES + ")", Checks::messages)
                .orElse(List.of());
        if (messages.equals(List.of("ok"))) {
            return Answer.passed("");
        }
        // a check that says nothing has not said ok
        String count = messages.size() < MOST_MESSAGES ? "" : " (the first " + MOST_MESSAGES + " problems)";
        return Answer.failed(messages.isEmpty() ? "SQLite gave no answer" : String.join("; ", messages) + count);
    }

    private static List<String> messages(ResultSet rows) throws SQLException {
        List<String> messages = new ArrayList<>();
        try {
            while (messages.size() < MOST_MESSAGES && rows.next()) {
                messages.add(String.valueOf(rows.getString(1)));
            }
        } catch (SQLException e) {
            // damage can end the check itself; what it had found by then says more than the error
            if (messages.isEmpty()) {
                throw e;
            }
            messages.add(SqliteError.words(e));
        }
        return messages;
    }

    static Answer foreignKeys(ReadOnlyDatabase database) throws SQLException, QueryStoppedException {
        return database.query("PRAGMA foreign_key_check", Checks::violations).orElse(Answer.passed(""));
    }

    private static Answer violations(ResultSet rows) throws SQLException {
        List<String> first = new ArrayList<>();
        long count = 0;
        while (rows.next()) {
            count++;
            if (count <= MOST_ROWS) {
                String row = Optional.ofNullable(rows.getString(2))
                        .map(id -> " row " + id)
                        .orElse("");
                first.add(rows.getString(1) + row + " refers to no row of " + rows.getString(3));
            }
        }
        if (count == 0) {
            return Answer.passed("");
        }
        return Answer.failed(String.format(
                Locale.ROOT, "%d violations: %s%s", count, String.join("; ", first), count > MOST_ROWS ? "; ..." : ""));
    }

    static Answer tables(ReadOnlyDatabase database, List<String> names) throws SQLException, QueryStoppedException {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            String sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '" + name.replace("'", "''")
                    + "' COLLATE NOCASE";
            if (!database.query(sql, ResultSet::next).orElse(false)) {
                missing.add(name);
            }
        }
        return missing.isEmpty() ? Answer.passed("") : Answer.failed("missing: " + String.join(", ", missing));
    }

    static Answer assertion(ReadOnlyDatabase database, Assertion assertion) throws SQLException, QueryStoppedException {
        return database.query(assertion.sql(), rows -> judge(rows, assertion.expect()))
                .orElseGet(() -> noRow(assertion.expect()));
    }

    private static Answer judge(ResultSet rows, Expect expect) throws SQLException {
        if (!rows.next()) {
            return noRow(expect);
        }
        Optional<String> value = text(rows.getObject(1));
        String more = rows.next() ? " (first of several rows)" : "";
        if (value.isEmpty()) {
            return Answer.failed("expected " + expect + ", the result is NULL" + more);
        }
        return expect.isMetBy(value.get())
                ? Answer.passed(shortened(value.get()) + more)
                : Answer.failed("expected " + expect + ", found " + shortened(value.get()) + more);
    }

    private static Answer noRow(Expect expect) {
        return Answer.failed("expected " + expect + ", the query returned no row");
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
