package io.litedrill.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Limits the memory that SQLite uses for a database file, which may be hostile. A stored value is never longer than the
 * file, so only values that expressions of the schema compute can be longer. The number of simultaneous computed values
 * is estimated from the schema.
 *
 * <p>The heap limits of SQLite have no effect: the driver's build does not track its memory.
 *
 * @param length maximum length of one value or row, in bytes
 */
public record MemoryLimits(long length) {
    private static final long MOST = 1_000_000_000;
    private static final long LEAST = 64 << 10;
    private static final long SPARE = 1 << 20;
    /** Limit for all computed values of a row together, in bytes. */
    private static final long COMPUTED = 512L << 20;
    /**
     * Limit for the instructions of one statement, 24 bytes each. An integrity check takes some hundred for each table.
     */
    private static final int INSTRUCTIONS = 5_000_000;

    private static final Pattern COMPUTES =
            Pattern.compile("\\b(check|generated|as|index)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern CALL = Pattern.compile("([\\p{L}\\w$']+)\\s*\\(|\\|\\|");
    /** Words before a parenthesis in a schema that compute no long value. */
    private static final Set<String> SHORT = Set.of(
            "varchar",
            "nvarchar",
            "nchar",
            "character",
            "varying",
            "decimal",
            "numeric",
            "number",
            "int",
            "integer",
            "float",
            "double",
            "real",
            "text",
            "blob",
            "clob",
            "bit",
            "timestamp",
            "check",
            "key",
            "unique",
            "default",
            "in",
            "and",
            "or",
            "not",
            "as",
            "on",
            "when",
            "then",
            "else",
            "where",
            "length",
            "typeof",
            "json_valid",
            "abs",
            "round",
            "instr",
            "unixepoch",
            "julianday",
            "date",
            "time",
            "datetime");

    /** Returns the limits for the file before its schema is known. */
    public static MemoryLimits of(Path file) {
        return new MemoryLimits(Math.min(MOST, 3 * (bytes(file) + bytes(wal(file))) + SPARE));
    }

    private static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Returns the size of a file in bytes, 10^9 at most; 0 if it cannot be read. */
    static long bytes(Path file) {
        try {
            return Math.min(Files.size(file), MOST);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the settings of a connection with these limits. */
    public Properties settings() {
        Properties settings = new Properties();
        settings.setProperty("limit_length", String.valueOf(length));
        settings.setProperty("limit_vdbe_op", String.valueOf(INSTRUCTIONS));
        settings.setProperty("limit_attached", "0");
        settings.setProperty("limit_worker_threads", "0");
        return settings;
    }

    /** Returns the limits for a file with this schema: the more values it computes, the shorter each may be. */
    MemoryLimits forSchema(ResultSet rows) throws SQLException {
        long values = 0;
        while (rows.next()) {
            values = Math.max(
                    values, computed(Optional.ofNullable(rows.getString(1)).orElse("")));
        }
        return values == 0 ? this : new MemoryLimits(Math.min(length, Math.max(LEAST, COMPUTED / values)));
    }

    private static long computed(String sql) {
        String bare = ReadingStatement.bare(sql);
        if (!COMPUTES.matcher(bare).find()) {
            return 0;
        }
        return CALL.matcher(bare)
                .results()
                .filter(call ->
                        call.group(1) == null || !SHORT.contains(call.group(1).toLowerCase(Locale.ROOT)))
                .count();
    }
}
