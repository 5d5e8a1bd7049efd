package io.litedrill.verify;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tests whether a text is a single statement that reads. The driver silently drops all text after the first semicolon,
 * so that the second of two assertions in one text would never be tested.
 */
final class ReadingStatement {
    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "PRAGMA");
    /**
     * Text that may contain a semicolon that is not the end: strings, quoted names, comments. Unclosed text extends to
     * the end.
     */
    private static final Pattern OPAQUE = Pattern.compile(
            "(?<comment>--[^\\n]*+|/\\*(?:(?!\\*/).)*+(?:\\*/)?)|'[^']*+'?|\"[^\"]*+\"?|`[^`]*+`?|\\[[^\\]]*+\\]?",
            Pattern.DOTALL);

    private ReadingStatement() {}

    /** Throws {@link IllegalArgumentException} with the expected and the actual form. */
    static void require(String sql) {
        String bare = bare(sql).strip();
        String first = bare.split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
        if (!READING.contains(first)) {
            throw new IllegalArgumentException(
                    "an assertion's sql is one statement that begins with SELECT, WITH, VALUES or PRAGMA. Found: "
                            + sql);
        }
        int end = bare.indexOf(';');
        if (end >= 0 && !bare.substring(end).replace(';', ' ').isBlank()) {
            throw new IllegalArgumentException(
                    "an assertion's sql is one statement; make an assertion of each. Found: " + sql);
        }
    }

    /** Returns the statement without comments, and with an empty text for each text and each quoted name. */
    static String bare(String sql) {
        return OPAQUE.matcher(sql).replaceAll(ReadingStatement::placeholder);
    }

    private static String placeholder(MatchResult match) {
        return ((Matcher) match).group("comment") == null ? "''" : " ";
    }
}
