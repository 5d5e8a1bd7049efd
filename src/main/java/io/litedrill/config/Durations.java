package io.litedrill.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats durations in Go's form: {@code 1h30m}, {@code 200ms}. */
public final class Durations {
    private static final Pattern PART =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})(ns|us|µs|μs|ms|s|m|h|d)");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "μs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L,
            "d",
            86_400_000_000_000L);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /** Parses Go's form, and days ({@code 7d}). Returns empty for any other text, and beyond 292 years. */
    public static Optional<Duration> parse(String text) {
        BigDecimal total = BigDecimal.ZERO;
        Matcher matcher = PART.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            BigDecimal unit = BigDecimal.valueOf(NANOSECONDS.getOrDefault(matcher.group(2), 0L));
            total = total.add(new BigDecimal(matcher.group(1)).multiply(unit));
            end = matcher.end();
        }
        boolean whole = end == text.length() && end > 0 && total.compareTo(MOST) <= 0;
        return whole
                ? Optional.of(
                        Duration.ofNanos(total.setScale(0, RoundingMode.DOWN).longValueExact()))
                : Optional.empty();
    }

    /** Parses only Go's form, as {@code time.ParseDuration} does: no days, an optional sign, a bare {@code 0}. */
    static Optional<Duration> parseGo(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        if (digits.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> parsed = digits.contains("d") ? Optional.empty() : parse(digits);
        return text.startsWith("-") ? parsed.map(Duration::negated) : parsed;
    }

    /** Writes the form that {@link #parse} reads, without parts that are 0: {@code 1h30m}, {@code 2d}. */
    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        String whole = part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s");
        int nanos = duration.toNanosPart();
        return whole + (nanos % 1_000_000 == 0 ? part(nanos / 1_000_000, "ms") : part(nanos, "ns"));
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
