package io.litedrill.litestream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * The SHA-256 of the logical content of a database, independent of its pages: {@code user_version}, schema and rows
 * of the owner's tables (not SQLite's and Litestream's own), as {@code testdata/README.md} describes and
 * {@code testdata/generate} writes them. Tables must have a rowid.
 */
public final class Dump {
    private static final HexFormat HEX = HexFormat.of();

    private Dump() {}

    /**
     * Computes the hash of a database that no process has open; it and its {@code -wal} are copied first, so that
     * SQLite changes neither. This process must have no connection to it: closing the copy's descriptor would drop
     * that connection's locks.
     */
    public static String sha256(Path database) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("dump");
        Path copy = folder.resolve("copy.db");
        Path wal = database.resolveSibling(database.getFileName() + "-wal");
        try {
            Files.copy(database, copy);
            if (Files.exists(wal)) {
                Files.copy(wal, folder.resolve("copy.db-wal"));
            }
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
                return sha256(connection);
            }
        } finally {
            GoldenFiles.deleteTree(folder);
        }
    }

    /** Computes the hash of the state that this connection reads. */
    public static String sha256(Connection connection) throws SQLException {
        MessageDigest digest = digest();
        try (Statement statement = connection.createStatement()) {
            line(digest, "user_version " + userVersion(statement));
            List<SchemaEntry> schema = schema(statement);
            for (SchemaEntry entry : schema) {
                line(digest, "schema " + entry.type() + " " + text(entry.name()) + " " + text(entry.sql()));
            }
            for (SchemaEntry entry : schema) {
                if (entry.type().equals("table")) {
                    rows(digest, statement, entry.name());
                }
            }
        }
        return HEX.formatHex(digest.digest());
    }

    private record SchemaEntry(String type, String name, String sql) {}

    private static long userVersion(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.getLong(1);
        }
    }

    private static List<SchemaEntry> schema(Statement statement) throws SQLException {
        List<SchemaEntry> entries = new ArrayList<>();
        String query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL";
        try (ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                if (isOwners(result.getString(3))) {
                    entries.add(new SchemaEntry(result.getString(1), result.getString(2), result.getString(4)));
                }
            }
        }
        entries.sort(Comparator.comparing(
                        (SchemaEntry entry) -> HEX.formatHex(entry.name().getBytes(UTF_8)))
                .thenComparing(SchemaEntry::type));
        return entries;
    }

    private static boolean isOwners(String table) {
        return !table.startsWith("sqlite_") && !table.startsWith("_litestream_");
    }

    private static void rows(MessageDigest digest, Statement statement, String table) throws SQLException {
        line(digest, "table " + text(table));
        String quoted = '"' + table.replace("\"", "\"\"") + '"';
        try (ResultSet result = statement.executeQuery("SELECT rowid, * FROM " + quoted + " ORDER BY rowid")) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringJoiner row = new StringJoiner(" ");
                for (int column = 1; column <= columns; column++) {
                    row.add(value(result, column));
                }
                line(digest, row.toString());
            }
        }
    }

    private static String value(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value == null) {
            return "n";
        }
        if (value instanceof Integer || value instanceof Long) {
            return "i" + value;
        }
        if (value instanceof Double real) {
            return "r" + HEX.toHexDigits(Double.doubleToRawLongBits(real));
        }
        return value instanceof byte[] blob ? "b" + HEX.formatHex(blob) : text(value.toString());
    }

    private static String text(String value) {
        return "t" + HEX.formatHex(value.getBytes(UTF_8));
    }

    private static void line(MessageDigest digest, String line) {
        digest.update((line + "\n").getBytes(US_ASCII));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
