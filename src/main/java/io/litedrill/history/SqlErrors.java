package io.litedrill.history;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a database error means. */
final class SqlErrors {
    /** SQLITE_CORRUPT and SQLITE_NOTADB, of https://www.sqlite.org/rescode.html. */
    private static final int CORRUPT = 11;

    private static final int NOT_A_DATABASE = 26;
    /** The lower byte of a result code is the primary one. */
    private static final int PRIMARY = 0xff;

    private SqlErrors() {}

    /** Whether SQLite says that the file itself is damaged or something else. */
    static boolean corrupt(Throwable failure) {
        return sql(failure)
                .map(e -> e.getErrorCode() & PRIMARY)
                .filter(code -> code == CORRUPT || code == NOT_A_DATABASE)
                .isPresent();
    }

    /** SQLite's own words where there are some, without a full stop: a library's message has the whole statement in it. */
    static String reason(Throwable failure) {
        return line(String.valueOf(
                sql(failure).<Throwable>map(e -> e).orElse(failure).getMessage()));
    }

    /** On one line, without a full stop. */
    static String line(String text) {
        return text.replaceAll("\\s+", " ").strip().replaceAll("\\.+$", "");
    }

    private static Optional<SQLException> sql(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> inner);
    }
}
