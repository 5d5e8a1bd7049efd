package io.litedrill.verify;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a single reading statement from anything else. The driver silently drops all behind the first semicolon, so an
 * owner who writes two assertions in one would believe that both were tested.
 */
final class ReadingStatement {
    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "PRAGMA");
    /** What may hold a semicolon that ends nothing: text, quoted names, comments. An unclosed one reaches to the end. */
    private static final Pattern OPAQUE = Pattern.compile(
            "(?<comment>--[^\\n]*+|/\\*(?:(?!\\*/).)*+(?:\\*/)?)|'[^']*+'?|\"[^\"]*+\"?|`[^`]*+`?|\\[[^\\]]*+\\]?",
            Pattern.DOTALL);

    private ReadingStatement() {}

    /** Throws {@link IllegalArgumentException} that says what was expected and what was found. */
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
