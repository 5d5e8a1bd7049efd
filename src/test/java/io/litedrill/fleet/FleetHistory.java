package io.litedrill.fleet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The size of a history.
 *
 * @param bytes the current size
 * @param month the size after a month without a change, in bytes: one row of a check in each hour of the last
 *     week, since hourly samples are stored for 7 days
 */
record FleetHistory(double bytes, double month) {
    private static final int HOURS_KEPT = 7 * 24;

    /** Reads the history of a stopped daemon. */
    static FleetHistory of(Path home, int databases) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("history.db"));
                Statement statement = connection.createStatement()) {
            long all = number(statement, "SELECT sum(pgsize) FROM dbstat");
            long checks = number(
                    statement,
                    "SELECT sum(pgsize) FROM dbstat JOIN sqlite_master ON sqlite_master.name = dbstat.name"
                            + " WHERE tbl_name = 'checks'");
            long rows = number(statement, "SELECT count(*) FROM checks");
            return new FleetHistory(all, all - checks + (double) checks / Math.max(1, rows) * HOURS_KEPT * databases);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    double gigabytesAfterAMonth() {
        return month / 1e9;
    }

    /** Returns both sizes as a cell of the table. */
    String cell() {
        return String.format(Locale.ROOT, "%.1f MB, %.2f GB", bytes / 1e6, gigabytesAfterAMonth());
    }
}
