package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Counts the rows that break a CHECK constraint. SQLite does not read these constraints from a file that it opens
 * read-only, so its own check never reports them for such a file: each constraint is evaluated by a query.
 */
final class CheckConstraints {
    private CheckConstraints() {}

    /**
     * Adds the violations of each table. A constraint that cannot be evaluated here, such as one with a function of
     * the application, is skipped: it is no evidence about the file.
     */
    static void count(ReadOnlyDatabase database, Tally tally) throws QueryStoppedException {
        for (SchemaObject table : tables(database)) {
            if (table.isTable() && !table.virtual()) {
                count(database, table, tally);
            }
        }
    }

    private static List<SchemaObject> tables(ReadOnlyDatabase database) throws QueryStoppedException {
        try {
            return SchemaObject.read(database);
        } catch (SQLException notHere) {
            return List.of();
        }
    }

    private static void count(ReadOnlyDatabase database, SchemaObject table, Tally tally) throws QueryStoppedException {
        List<String> expressions = expressions(table.sql());
        if (expressions.isEmpty()) {
            return;
        }
        String broken = expressions.stream()
                .map(expression -> "NOT (" + expression + "\n)")
                .collect(Collectors.joining(" OR "));
        String sql = "SELECT count(*) FROM " + Schema.quoted(table.name()) + " WHERE " + broken;
        try {
            long rows = database.query(sql, CheckConstraints::number).orElse(0L);
            if (rows > 0) {
                tally.addViolation(table.name() + ": CHECK", rows);
            }
        } catch (SQLException notHere) {
            // SQLite's own check reports damage; a function of the application is missing in every check
        }
    }

    private static long number(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getLong(1) : 0;
    }

    /**
     * Returns the expressions of all CHECK constraints of a CREATE TABLE statement. CHECK is a keyword, so it is a
     * name only when quoted.
     */
    static List<String> expressions(String sql) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        boolean check = false;
        int start = -1;
        for (int at = 0; at < sql.length(); ) {
            int end = SqlTokens.end(sql, at);
            String token = sql.substring(at, end);
            if (token.equals("(")) {
                depth++;
                if (check && depth == 2) {
                    start = end;
                }
            } else if (token.equals(")")) {
                depth--;
                if (depth == 1 && start >= 0) {
                    found.add(sql.substring(start, at));
                    start = -1;
                }
            }
            if (!SqlTokens.isSpace(token)) {
                check = depth == 1 && token.equalsIgnoreCase("CHECK");
            }
            at = end;
        }
        return found;
    }
}
