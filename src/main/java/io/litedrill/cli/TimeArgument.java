package io.litedrill.cli;

import io.litedrill.app.DurationOption;
import io.litedrill.app.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses times of the command line: RFC 3339, a local time with its time zone, a date, and the time of an age such as
 * {@code 15m ago}.
 */
final class TimeArgument {
    private static final String FORMS =
            "2026-11-01T12:00:00Z (RFC 3339), '2026-11-01 13:00 Europe/Berlin', 2026-11-01 or '15m ago'";

    private static final Pattern AGO = Pattern.compile("(\\S.*?)\\s*\\bago");
    private static final Pattern LOCAL =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[Tt ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?))?(?:"
                    + " ?\\[?([^\\s\\[\\]]+)\\]?)?");
    private static final String ZONE_OF_THIS_MACHINE = "local";

    private final String option;
    private final String text;

    private TimeArgument(String option, String text) {
        this.option = option;
        this.text = text.strip();
    }

    /**
     * Parses a time. A date alone means its first moment in UTC.
     *
     * @param option the name of the option, for the message
     * @throws UsageException for any other text, and for a local time that its time zone has twice or never
     */
    static Instant parse(String option, String text, InstantSource clock) throws UsageException {
        return new TimeArgument(option, text).parse(clock);
    }

    private Instant parse(InstantSource clock) throws UsageException {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            String age = ago.group(1).replace(" ", "");
            return clock.instant().minus(DurationOption.parse(option, age));
        }
        Matcher local = LOCAL.matcher(text);
        try {
            return local.matches() ? parse(local) : ZonedDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw unusable("");
        }
    }

    private Instant parse(Matcher local) throws UsageException {
        Optional<String> time = Optional.ofNullable(local.group(2));
        Optional<String> zone = Optional.ofNullable(local.group(3));
        LocalDate date = LocalDate.parse(local.group(1));
        if (time.isEmpty()) {
            ZoneId of = zone.isPresent() ? zone(zone.get()) : ZoneOffset.UTC;
            return date.atStartOfDay(of).toInstant();
        }
        if (zone.isEmpty()) {
            throw unusable(
                    "; this one does not say its time zone or offset (Z for UTC, local for that of this machine)");
        }
        return in(zone(zone.get()), date.atTime(LocalTime.parse(time.get())));
    }

    private ZoneId zone(String name) throws UsageException {
        if (name.equals(ZONE_OF_THIS_MACHINE)) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(name.equals("z") ? "Z" : name);
        } catch (DateTimeException e) {
            throw unusable("; the time zone " + name + " is not known");
        }
    }

    /** Converts a local time. Refuses one that the clocks showed twice or never, instead of guessing. */
    private Instant in(ZoneId zone, LocalDateTime local) throws UsageException {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() == 1) {
            return local.toInstant(offsets.get(0));
        }
        String which = offsets.isEmpty()
                ? "this time did not exist in " + zone + ": the clocks were put forward"
                : "the clocks of " + zone + " showed this time twice. Give the offset instead: "
                        + offsets.stream()
                                .map(offset -> local + offset.toString())
                                .collect(Collectors.joining(" or "));
        throw new UsageException(option + ": " + which + ". Found: " + text);
    }

    private UsageException unusable(String why) {
        return new UsageException(option + ": expected a time such as " + FORMS + why + ". Found: " + text);
    }
}
