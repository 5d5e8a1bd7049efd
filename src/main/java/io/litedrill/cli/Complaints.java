package io.litedrill.cli;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shortens lists of SQLite's complaints: a damaged page can cause thousands. JSON has all that were kept. */
final class Complaints {
    private static final int MOST = 3;
    private static final String SEPARATOR = "; ";
    /** The note of a list that was cut before. */
    private static final Pattern CUT = Pattern.compile(" \\(the first \\d+ problems\\)$");

    private Complaints() {}

    /** Returns the first three complaints and the number of the others; a shorter list unchanged. */
    static String shortened(String text) {
        Matcher cut = CUT.matcher(text);
        boolean isCut = cut.find();
        String[] all = (isCut ? text.substring(0, cut.start()) : text).split(SEPARATOR);
        return all.length <= MOST + 1
                ? text
                : Arrays.stream(all).limit(MOST).collect(Collectors.joining(SEPARATOR)) + "; and "
                        + (isCut ? "at least " : "") + (all.length - MOST) + " more";
    }
}
