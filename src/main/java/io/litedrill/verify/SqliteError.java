package io.litedrill.verify;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Classifies errors of SQLite by their cause: the file, or the environment of the test. Codes: <a
 * href="https://www.sqlite.org/rescode.html">sqlite.org/rescode.html</a>.
 */
final class SqliteError {
    /**
     * 0 driver, 2 INTERNAL, 3 PERM, 5 BUSY, 6 LOCKED, 7 NOMEM, 9 INTERRUPT, 10 IOERR, 13 FULL, 14 CANTOPEN, 22 NOLFS.
     */
    private static final Set<Integer> OF_THE_PLACE = Set.of(0, 2, 3, 5, 6, 7, 9, 10, 13, 14, 22);
    /** Messages about parts of the application that this program does not have. */
    private static final Pattern MISSING_EXTENSION = Pattern.compile(
            "(?:malformed database schema \\(.*\\) - )?((?:no such (?:module|collation sequence|function|tokenizer)"
                    + "|unknown (?:function|tokenizer)|unsafe use of)\\b.*)",
            Pattern.DOTALL);
    /** The driver's message: its own sentence about the code, followed by SQLite's words in parentheses. */
    private static final Pattern DRIVER_MESSAGE = Pattern.compile("\\[(SQLITE_\\w+)\\].*? \\((.*)\\)", Pattern.DOTALL);

    /** SQLITE_TOOBIG: a value above {@link MemoryLimits}. */
    private static final int TOO_BIG = 18;

    /** SQLITE_ERROR: among others, a name in the statement that the database does not have. */
    private static final int IN_STATEMENT = 1;
    /** SQLITE_AUTH. A denied {@code load_extension} has the code of any error and this message. */
    private static final int DENIED = 23;

    private static final String DENIED_TEXT = "not authorized";

    private SqliteError() {}

    /** Returns whether this program denies the statement, independent of the content of the database. */
    static boolean isDenied(SQLException error) {
        return (error.getErrorCode() & 0xff) == DENIED || words(error).startsWith(DENIED_TEXT);
    }

    /** Returns whether a statement fails because of its own text and the schema, not because of damage. */
    static boolean isOfStatement(SQLException error) {
        return isDenied(error)
                || ((error.getErrorCode() & 0xff) == IN_STATEMENT
                        && UnreadSchema.notParsed(error).isEmpty()
                        && !words(error).startsWith("malformed"));
    }

    static QueryResult answer(SQLException error) {
        Complaint complaint = complaint(error);
        if (complaint instanceof Complaint.NeedsApplication missing) {
            return QueryResult.needsApplication("could not be tested: " + missing.what()
                    + ". Only the application that owns the database has it, or Litedrill does not run it for"
                    + " a database file");
        }
        return complaint instanceof Complaint.NotRun notRun
                ? QueryResult.inconclusive(notRun.reason())
                : QueryResult.failed(words(error));
    }

    /** Classifies an error: missing, not run, or damage. */
    static Complaint complaint(SQLException error) {
        String words = words(error);
        Matcher missing = MISSING_EXTENSION.matcher(words);
        if (missing.matches()) {
            return new Complaint.NeedsApplication(missing.group(1).replaceFirst(" \\(SQLITE_\\w+\\)$", ""));
        }
        Optional<String> notParsed = UnreadSchema.notParsed(error);
        if (notParsed.isPresent()) {
            return new Complaint.NotRun(notParsed.get());
        }
        if (isDenied(error)) {
            return new Complaint.NotRun("could not be tested: " + words
                    + ". Litedrill runs a query on a restored database without what it may load or change");
        }
        if (error.getErrorCode() == TOO_BIG) {
            return new Complaint.NotRun("not proved: " + words
                    + ". A value is longer than Litedrill's memory limit for this database allows");
        }
        return OF_THE_PLACE.contains(error.getErrorCode() & 0xff)
                ? new Complaint.NotRun(words)
                : new Complaint.Damage(words);
    }

    /** Returns SQLite's own words and code, without the text that the driver adds. */
    static String words(SQLException error) {
        String message = String.valueOf(error.getMessage());
        Matcher matcher = DRIVER_MESSAGE.matcher(message);
        return matcher.matches() ? matcher.group(2) + " (" + matcher.group(1) + ")" : message;
    }
}
