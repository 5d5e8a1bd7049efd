package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first column of the first row of a query.
 *
 * @param row whether the query returned a row
 * @param value the value as text, a BLOB in hexadecimal; empty for NULL, and without a row
 * @param several whether more rows follow
 */
record FirstValue(boolean row, Optional<String> value, boolean several) {
    private static final FirstValue NO_ROW = new FirstValue(false, Optional.empty(), false);
    private static final int MOST_CHARACTERS = 200;

    static FirstValue of(ReadOnlyDatabase database, String sql) throws SQLException, QueryStoppedException {
        return database.query(sql, FirstValue::read).orElse(NO_ROW);
    }

    private static FirstValue read(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return NO_ROW;
        }
        Optional<String> value = text(rows.getObject(1));
        return new FirstValue(true, value, rows.next());
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? Optional.of(HexFormat.of().formatHex(bytes))
                : Optional.ofNullable(value).map(String::valueOf);
    }

    /** Returns the value for people, of limited length; {@code NULL} or {@code no row} without one. */
    String shown() {
        String known = value.map(FirstValue::shortened).orElse(row ? "NULL" : "no row");
        return known + (several ? " (first of several rows)" : "");
    }

    private static String shortened(String value) {
        return value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS) + "...";
    }
}
