package io.litedrill.verify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time value of a database. SQLite has no type for times, so the format is detected from the value: texts as
 * SQLite's own functions write them, in UTC if they have no zone; numbers by their size, because each format has a
 * separate range for the years 1973 to 5138.
 *
 * @param form the detected format, for people
 */
record TimeValue(Instant time, String form) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");
    private static final Pattern TEXT = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2})(:\\d{2})?(\\.\\d{1,9})?\\d*\\s*(Z|z|[+-]\\d{2}:?\\d{2})?)?");
    /** Julian days of years up to 9999; as seconds, this is March 1970. */
    private static final BigDecimal JULIAN_DAYS = BigDecimal.valueOf(5_373_485);

    private static final BigDecimal JULIAN_DAY_OF_1970 = new BigDecimal("2440587.5");
    private static final BigDecimal SECONDS = BigDecimal.valueOf(100_000_000_000L);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    /** Parses a value in its text form; returns empty when it is not a time. */
    static Optional<TimeValue> parse(String value) {
        String text = value.strip();
        try {
            return NUMBER.matcher(text).matches() ? number(new BigDecimal(text)) : text(text);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<TimeValue> number(BigDecimal number) {
        if (number.signum() < 0) {
            return Optional.empty();
        }
        if (number.compareTo(JULIAN_DAYS) < 0) {
            BigDecimal days = number.subtract(JULIAN_DAY_OF_1970);
            return Optional.of(new TimeValue(instant(days.multiply(BigDecimal.valueOf(86_400))), "julian day"));
        }
        BigDecimal most = SECONDS;
        BigDecimal unit = BigDecimal.ONE;
        for (String form :
                new String[] {"unix seconds", "unix milliseconds", "unix microseconds", "unix nanoseconds"}) {
            if (number.compareTo(most) < 0) {
                return Optional.of(new TimeValue(instant(number.divide(unit, 9, RoundingMode.DOWN)), form));
            }
            most = most.multiply(THOUSAND);
            unit = unit.multiply(THOUSAND);
        }
        return Optional.empty();
    }

    private static Instant instant(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole)
                        .movePointRight(9)
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact());
    }

    private static Optional<TimeValue> text(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(2) == null) {
            Instant midnight = LocalDate.parse(matcher.group(1)).atStartOfDay().toInstant(ZoneOffset.UTC);
            return Optional.of(new TimeValue(midnight, "a date"));
        }
        String local = matcher.group(1) + "T" + matcher.group(2) + part(matcher, 3) + part(matcher, 4);
        String zone = part(matcher, 5).replaceFirst("([+-]\\d{2})(\\d{2})", "$1:$2");
        Instant time = zone.isEmpty()
                ? LocalDateTime.parse(local).toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(local + zone).toInstant();
        return Optional.of(new TimeValue(time, zone.isEmpty() ? "text, taken as UTC" : "text"));
    }

    private static String part(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).orElse("");
    }
}
