package io.litedrill.check;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations and commands as people say and type them. */
public final class Text {
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:@%+=,-]+", Pattern.UNICODE_CHARACTER_CLASS);

    private Text() {}

    /** A duration in its two largest units: {@code 2d 3h}, {@code 5m 10s}, {@code 0s}. */
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

    /**
     * A command that can be typed as it stands. A folder needs no configuration to be looked at; a store may need the keys that stand
     * in one, so there the database goes by its name.
     */
    public static String command(String command, ReplicaId id, String location) {
        boolean folder = location.startsWith("file://");
        return "litedrill " + command + " "
                + quoted(folder ? Path.of(URI.create(location)).toString() : id.database());
    }

    /** A command that can be typed as it stands, for the database by its name: only so it knows what is remembered. */
    public static String command(String command, ReplicaId id) {
        return "litedrill " + command + " " + quoted(id.database());
    }

    /** As a shell takes it for one word. */
    public static String quoted(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
