package io.litedrill.verify;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes errors about a schema that this SQLite cannot read although the file may be sound: it has the syntax of a
 * newer SQLite, or uses a part that only the application has.
 */
public final class UnreadSchema {
    /** SQLite reports control characters and broken UTF-8 in the same words; they are damage. */
    private static final Pattern NOT_PARSED = Pattern.compile(
            "malformed database schema \\((.*?)\\) - ((?:near \"[^\\p{Cntrl}\\uFFFD]*\": syntax error|unknown table"
                    + " option: [^\\p{Cntrl}\\uFFFD]*|unknown datatype for [^\\p{Cntrl}\\uFFFD]*)) \\(SQLITE_\\w+\\)");

    private UnreadSchema() {}

    /** Returns whether an error is about such a schema. */
    public static boolean is(SQLException error) {
        return SqliteError.complaint(error) instanceof Complaint.NeedsApplication
                || notParsed(error).isPresent();
    }

    /** Returns which object of the schema this SQLite cannot parse, and its message; empty for another error. */
    static Optional<String> notParsed(SQLException error) {
        Matcher matcher = NOT_PARSED.matcher(SqliteError.words(error));
        return matcher.matches()
                ? Optional.of("the SQLite in this version of Litedrill cannot parse the schema of " + matcher.group(1)
                        + ": " + matcher.group(2)
                        + ". A newer SQLite may have written it, and can test the file")
                : Optional.empty();
    }
}
