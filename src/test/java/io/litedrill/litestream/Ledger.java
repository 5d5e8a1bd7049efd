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
 * The numbers in a database of the {@link Writer}, or of a golden replica.
 *
 * @param userVersion the number of committed transactions
 * @param accounts the number of accounts
 * @param balanceSum {@value #START_BALANCE} for each account, in every sound state
 * @param disagreeing the number of accounts whose balance differs from the ledger
 * @param integrity the result of SQLite's check, {@code ok} or its first error; after an error, all numbers are 0
 */
public record Ledger(long userVersion, long accounts, long balanceSum, long disagreeing, String integrity) {
    /** The balance of a new account. */
    public static final long START_BALANCE = 1000;

    private static final String DISAGREEING = """
            SELECT count(*) FROM account a WHERE balance != 1000
                + (SELECT coalesce(sum(amount), 0) FROM ledger WHERE to_id = a.id)
                - (SELECT coalesce(sum(amount), 0) FROM ledger WHERE from_id = a.id)
            """;

    /** Reads a private copy of a restored file, so that SQLite does not change the file itself. */
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

    /** Reads the state of this connection. */
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

    /** Returns whether this is a state of the application. */
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
