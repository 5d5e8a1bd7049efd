package io.litedrill.verify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes databases for tests, and damages them. */
final class Sqlite {
    private Sqlite() {}

    /** Runs the statements on the database at this path, which has no special character of URLs. */
    static Path run(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }

    /** Returns a query of this many rows that reads none of the database's tables. */
    static String rows(int count) {
        return "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < " + count
                + ") SELECT x FROM n";
    }

    static void overwrite(Path file, long offset, int... bytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(offset);
            for (int b : bytes) {
                out.write(b);
            }
        }
    }

    static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(length);
        }
    }
}
