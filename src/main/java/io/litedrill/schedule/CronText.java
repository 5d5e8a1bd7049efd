package io.litedrill.schedule;

import java.text.ParseException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * Parses cron expressions of crontab(5) and of Quartz, which differ in seconds, in the days of the week and in {@code
 * ?}.
 */
final class CronText {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER_BEFORE_STEP = Pattern.compile("(?<![/\\d])\\d+");
    private static final int UNIX_FIELDS = 5;
    private static final int DAYS = 7;

    private CronText() {}

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException for an invalid expression, with the reason
     */
    static CronExpression parse(String text) {
        List<String> fields = List.of(SPACE.split(text.strip(), -1));
        try {
            return new CronExpression(fields.size() == UNIX_FIELDS ? fromUnix(fields) : String.join(" ", fields));
        } catch (ParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a cron expression is MINUTE HOUR DAY MONTH WEEKDAY, e.g. 30 3 * * * (" + e.getMessage()
                            + "). Found: " + text,
                    e);
        }
    }

    private static String fromUnix(List<String> fields) {
        String day = fields.get(2);
        String weekday = fields.get(4);
        if (!day.equals("*") && !weekday.equals("*")) {
            // crontab(5) means "either of them" here, which Quartz cannot express
            throw new IllegalArgumentException("it restricts both the day of the month and the weekday; restrict one");
        }
        String days =
                weekday.equals("*") ? day + " " + fields.get(3) + " ?" : "? " + fields.get(3) + " " + numbers(weekday);
        return "0 " + fields.get(0) + " " + fields.get(1) + " " + days;
    }

    /** crontab(5) counts Sunday as 0 or 7, Quartz as 1. */
    private static String numbers(String weekday) {
        return NUMBER_BEFORE_STEP.matcher(weekday).replaceAll(CronText::quartzDay);
    }

    private static String quartzDay(MatchResult number) {
        int day = number.group().length() > 2 ? DAYS + 1 : Integer.parseInt(number.group());
        if (day > DAYS) {
            throw new IllegalArgumentException("a weekday is 0 to 7. Found: " + number.group());
        }
        return String.valueOf(day % DAYS + 1);
    }
}
