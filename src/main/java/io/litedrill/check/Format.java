package io.litedrill.check;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Formats durations, shell words and sentences. */
public final class Format {
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:@%+=,-]+", Pattern.UNICODE_CHARACTER_CLASS);

    private Format() {}

    /** Formats a duration in its two largest units: {@code 2d 3h}, {@code 5m 10s}, {@code 0s}. */
    public static String duration(Duration duration) {
        List<String> parts = parts(duration);
        return parts.size() == 1 || parts.get(1).startsWith("0") ? parts.get(0) : String.join(" ", parts);
    }

    /** Formats a duration in its largest unit, rounded down: {@code 2d}, {@code 5m}, {@code 0s}. */
    public static String brief(Duration duration) {
        return parts(duration).get(0);
    }

    private static List<String> parts(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds >= 86_400) {
            return List.of(seconds / 86_400 + "d", seconds % 86_400 / 3_600 + "h");
        }
        if (seconds >= 3_600) {
            return List.of(seconds / 3_600 + "h", seconds % 3_600 / 60 + "m");
        }
        return seconds >= 60 ? List.of(seconds / 60 + "m", seconds % 60 + "s") : List.of(seconds + "s");
    }

    /** Joins two sentences. The first may already end in a full stop. */
    public static String sentences(String first, String second) {
        return first + (first.endsWith(".") ? " " : ". ") + second;
    }

    /** Quotes a text so that a shell reads it as one word. */
    public static String quoted(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
