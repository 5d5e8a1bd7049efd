package io.litedrill.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/** Computes a digest of rows in their order. */
final class RowDigest {
    private static final int BYTES = 16;

    private final MessageDigest digest;

    RowDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds the current row of the cursor: its first columns, as texts. */
    void add(ResultSet row, int columns) throws SQLException {
        for (int i = 1; i <= columns; i++) {
            String text = row.getString(i);
            byte[] bytes = (text == null ? "NULL" : "'" + text).getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
