package io.litedrill.litestream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a database of the {@link Writer}, or of a golden replica, holds.
 *
 * @param userVersion how many transactions were committed
 * @param accounts how many there are
 * @param balanceSum {@value #START_BALANCE} for each account, in every sound state
 * @param disagreeing how many accounts have a balance that the ledger does not explain
 * @param integrity SQLite's own verdict, {@code ok} or its first complaint; with that, all numbers are 0
 */
public record Ledger(long userVersion, long accounts, long balanceSum, long disagreeing, String integrity) {
    /** What every account begins with. */
    public static final long START_BALANCE = 1000;

    private static final String DISAGREEING = """
            SELECT count(*) FROM account a WHERE balance != 1000
                + (SELECT coalesce(sum(amount), 0) FROM ledger WHERE to_id = a.id)
                - (SELECT coalesce(sum(amount), 0) FROM ledger WHERE from_id = a.id)
            """;

    /** Reads a private copy of a restored file, so that SQLite leaves the file itself alone. */
    public static Ledger read(Path restored) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("ledger");
        try {
            Path copy = Files.copy(restored, folder.resolve("copy.db"));
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
                return read(connection);
            }
        } finally {
            GoldenFiles.deleteTree(folder);
        }
    }

    /** Reads what this connection sees. */
    public static Ledger read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String integrity = integrity(statement);
            if (!integrity.equals("ok")) {
                return new Ledger(0, 0, 0, 0, integrity);
            }
            return new Ledger(
                    number(statement, "PRAGMA user_version"),
                    number(statement, "SELECT count(*) FROM account"),
                    number(statement, "SELECT sum(balance) FROM account"),
                    number(statement, DISAGREEING),
                    integrity);
        }
    }

    /** Whether this is a state that the application had. */
    public boolean isSound() {
        return integrity.equals("ok") && balanceSum == accounts * START_BALANCE && disagreeing == 0;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.getLong(1);
        }
    }

    private static String integrity(Statement statement) {
        try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            return result.getString(1);
        } catch (SQLException malformed) {
            return String.valueOf(malformed.getMessage());
        }
    }
}
