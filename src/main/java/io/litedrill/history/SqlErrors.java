package io.litedrill.history;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Interprets database errors. */
final class SqlErrors {
    /** SQLITE_CORRUPT and SQLITE_NOTADB, from https://www.sqlite.org/rescode.html. */
    private static final int CORRUPT = 11;

    private static final int NOT_A_DATABASE = 26;
    private static final Set<Integer> REJECTED = Set.of(18, 19, 20);
    /** The lower byte of a result code is the primary one. */
    private static final int PRIMARY = 0xff;

    private SqlErrors() {}

    /** Returns whether SQLite reports that the file is damaged or not a database. */
    static boolean corrupt(Throwable failure) {
        return sql(failure)
                .map(e -> e.getErrorCode() & PRIMARY)
                .filter(code -> code == CORRUPT || code == NOT_A_DATABASE)
                .isPresent();
    }

    /** Returns whether SQLite rejected the values: SQLITE_TOOBIG, SQLITE_CONSTRAINT or SQLITE_MISMATCH. */
    static boolean rejected(Throwable failure) {
        return sql(failure)
                .map(e -> e.getErrorCode() & PRIMARY)
                .filter(REJECTED::contains)
                .isPresent();
    }

    /**
     * Returns SQLite's own message if one exists, without a full stop: the message of the library contains the whole
     * statement.
     */
    static String reason(Throwable failure) {
        return line(String.valueOf(
                sql(failure).<Throwable>map(e -> e).orElse(failure).getMessage()));
    }

    /** Returns the text on one line, without a full stop. */
    static String line(String text) {
        return text.replaceAll("\\s+", " ").strip().replaceAll("\\.+$", "");
    }

    private static Optional<SQLException> sql(Throwable failure) {
        return chain(failure).reduce((outer, inner) -> inner);
    }

    /** Returns the SQL exceptions among an exception and its causes, outermost first. */
    static Stream<SQLException> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast);
    }
}
