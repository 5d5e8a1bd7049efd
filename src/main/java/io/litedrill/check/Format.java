package io.litedrill.check;

import java.time.Duration;
import java.util.regex.Pattern;

/** Formats durations, shell words and sentences. */
public final class Format {
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:@%+=,-]+", Pattern.UNICODE_CHARACTER_CLASS);

    private Format() {}

    /** Formats a duration in its two largest units: {@code 2d 3h}, {@code 5m 10s}, {@code 0s}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds >= 86_400) {
            return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
        }
        if (seconds >= 3_600) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "m");
        }
        return seconds >= 60 ? two(seconds / 60, "m", seconds % 60, "s") : seconds + "s";
    }

    /** Joins two sentences. The first may already end in a full stop. */
    public static String sentences(String first, String second) {
        return first + (first.endsWith(".") ? " " : ". ") + second;
    }

    /** Quotes a text so that a shell reads it as one word. */
    public static String quoted(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
