package io.litedrill.history;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Formats times for the columns with a fixed width, so that the order of the texts is the order of the times. */
final class Times {
    private static final DateTimeFormatter COLUMN =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

    private Times() {}

    static String column(Instant time) {
        return COLUMN.format(time);
    }

    static Instant time(String column) {
        return Instant.parse(column);
    }
}
