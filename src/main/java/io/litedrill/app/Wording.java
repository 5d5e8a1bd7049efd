package io.litedrill.app;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Format;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.text.PlainText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Formats values for people. */
public final class Wording {
    private static final int STEP = 1024;
    private static final String NONE = "-";

    private Wording() {}

    /** Formats a time in UTC, unrounded, so that the printed time can be used as an argument. */
    public static String time(Instant time) {
        return time.toString();
    }

    public static String timeAndAge(Optional<Instant> time, Instant now) {
        return time.map(at -> time(at) + " (" + ago(at, now) + ")").orElse(NONE);
    }

    public static String ago(Instant time, Instant now) {
        return ago(time, now, Format::duration);
    }

    /** Formats an age in its largest unit, for narrow tables. */
    public static String briefAgo(Instant time, Instant now) {
        return ago(time, now, Format::brief);
    }

    private static String ago(Instant time, Instant now, Function<Duration, String> format) {
        Duration age = Duration.between(time, now);
        return age.isNegative() ? "in " + format.apply(age.negated()) : format.apply(age) + " ago";
    }

    /** Formats a duration in its largest unit, for narrow tables. */
    public static String brief(Optional<Duration> duration) {
        return duration.map(Format::brief).orElse(NONE);
    }

    /** Formats a number of things: {@code 1 file}, {@code 2 files}. Adds an {@code s} to the noun for all but 1. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    public static String duration(Optional<Duration> duration) {
        return duration.map(Format::duration).orElse(NONE);
    }

    public static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.2fs", seconds)
                : Format.duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /**
     * Formats a duration. Below one minute it is given in seconds, to the millisecond; below one millisecond, exactly.
     */
    public static String distance(Duration distance) {
        if (distance.compareTo(Duration.ofMinutes(1)) >= 0) {
            return Format.duration(distance);
        }
        int digits = distance.toMillis() > 0 ? 3 : 9;
        BigDecimal seconds = BigDecimal.valueOf(distance.toNanos(), 9).setScale(digits, RoundingMode.DOWN);
        return (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
    }

    /** Formats a number of bytes in units of 1024. */
    public static String bytes(long bytes) {
        double value = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= STEP && unit < units.length - 1) {
            value /= STEP;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    public static String point(RecoveryPoint point) {
        return point.toString();
    }

    /** Describes the requested state. */
    public static String state(Point point) {
        if (point instanceof Point.AtTime at) {
            return "the state at " + at.time();
        }
        return point instanceof Point.AtPosition at ? "the state at " + at.position() : "the newest state";
    }

    /** Describes the result of a restore, for the audit. */
    public static String ended(RestoreReport report) {
        String reason = report.reason().isEmpty() ? "" : ": " + report.reason();
        String findings = report.findings().stream()
                .map(Finding::code)
                .filter(code -> code == FindingCode.HOOK_FAILED || code == FindingCode.CLEANUP_FAILED)
                .distinct()
                .map(code -> ", " + code.wire())
                .collect(Collectors.joining());
        return report.run().runId() + " " + word(report.word()) + findings + reason;
    }

    /** Returns the name of an enum value in lower case, with spaces. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Replaces control characters, which file names may contain, by question marks. Tabs stay. */
    public static String harmless(String text) {
        return PlainText.marked(text);
    }
}
