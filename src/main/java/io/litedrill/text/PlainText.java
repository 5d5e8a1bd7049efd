package io.litedrill.text;

import java.util.regex.Pattern;

/**
 * Replaces the characters that control a terminal, break a line, or hide or reorder other text: control and format
 * characters, and line and paragraph separators. Names of files, tables and databases, output of commands, and answers
 * of servers may contain them.
 */
public final class PlainText {
    /** Matches one such character, except a tab; a regular expression. */
    public static final String UNSAFE = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\t]]";

    private static final Pattern EACH = Pattern.compile(UNSAFE);
    private static final Pattern RUNS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final Pattern IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");

    private PlainText() {}

    /** Returns the text with a question mark for each unsafe character. Tabs stay. */
    public static String marked(String text) {
        return EACH.matcher(text).replaceAll("?");
    }

    /** Returns the text on one line, with a space for each run of unsafe characters and tabs. */
    public static String line(String text) {
        return RUNS.matcher(text).replaceAll(" ");
    }

    /** Returns the text with a space for each unsafe character. Line ends stay. */
    public static String lines(String text) {
        return IN_LINES.matcher(text).replaceAll(" ");
    }
}
