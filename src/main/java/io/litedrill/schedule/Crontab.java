package io.litedrill.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * Parses an expression of crontab(5): minute, hour, day of the month, month, weekday.
 *
 * <p>Rejects an expression that restricts both the day of the month and the weekday. crontab(5) means "either of them"
 * then, which Quartz cannot express.
 */
final class Crontab {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern ITEM = Pattern.compile("(\\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:/([0-9]{1,2}))?");
    private static final Pattern NUMBER_BEFORE_STEP = Pattern.compile("(?<![/\\d])\\d+");
    private static final int DAY = 2;
    private static final int MONTH = 3;
    private static final int WEEKDAY = 4;
    private static final int DAYS = 7;
    private static final List<String> MONTHS =
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(1, 12, MONTHS),
            new Field(0, 7, WEEKDAYS));

    private final List<String> fields;
    private final CronExpression quartz;

    private Crontab(List<String> fields, CronExpression quartz) {
        this.fields = fields;
        this.quartz = quartz;
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException for an invalid expression, with the expected form
     */
    static Crontab parse(String text) {
        List<String> fields = List.of(SPACE.split(text.strip().toLowerCase(Locale.ROOT), -1));
        if (fields.size() != FIELDS.size()) {
            throw refusal(text, "it has " + fields.size() + " fields");
        }
        for (int i = 0; i < FIELDS.size(); i++) {
            if (!FIELDS.get(i).accepts(fields.get(i))) {
                throw refusal(text, fields.get(i) + " is out of range");
            }
        }
        if (isRestricted(fields, DAY) && isRestricted(fields, WEEKDAY)) {
            throw refusal(text, "it restricts both the day of the month and the weekday; restrict one");
        }
        try {
            return new Crontab(fields, new CronExpression(quartz(fields)));
        } catch (ParseException e) {
            throw refusal(text, String.valueOf(e.getMessage()));
        }
    }

    private static IllegalArgumentException refusal(String text, String reason) {
        return new IllegalArgumentException(
                "a cron expression is MINUTE HOUR DAY MONTH WEEKDAY, e.g. 30 3 * * * (" + reason + "). Found: " + text);
    }

    private static String quartz(List<String> fields) {
        String weekday = fields.get(WEEKDAY);
        String days = weekday.equals("*")
                ? fields.get(DAY) + " " + fields.get(MONTH) + " ?"
                : "? " + fields.get(MONTH) + " " + numbers(weekday);
        return "0 " + fields.get(0) + " " + fields.get(1) + " " + days;
    }

    /** Converts weekdays: crontab(5) counts Sunday as 0 or 7, Quartz as 1. */
    private static String numbers(String weekday) {
        return NUMBER_BEFORE_STEP
                .matcher(weekday)
                .replaceAll(number -> String.valueOf(Integer.parseInt(number.group()) % DAYS + 1));
    }

    private static boolean isRestricted(List<String> fields, int index) {
        return !fields.get(index).equals("*");
    }

    /** Returns the expression for Quartz. The caller may change its time zone. */
    CronExpression quartz() {
        return quartz;
    }

    /** Returns an age that the last run does not exceed although one run is late: 2, 15, 63 or 732 days. */
    Duration twoPeriods() {
        if (isRestricted(fields, MONTH)) {
            return Duration.ofDays(732);
        }
        if (isRestricted(fields, DAY)) {
            return Duration.ofDays(63);
        }
        return Duration.ofDays(isRestricted(fields, WEEKDAY) ? 15 : 2);
    }

    private record Field(int least, int most, List<String> names) {
        boolean accepts(String text) {
            return List.of(text.split(",", -1)).stream().allMatch(this::acceptsItem);
        }

        private boolean acceptsItem(String item) {
            Matcher matcher = ITEM.matcher(item);
            if (!matcher.matches() || "0".equals(matcher.group(4)) || "00".equals(matcher.group(4))) {
                return false;
            }
            if (matcher.group(2) == null) {
                return true;
            }
            int first = number(matcher.group(2));
            int last = matcher.group(3) == null ? first : number(matcher.group(3));
            return first >= least && last <= most && first <= last;
        }

        /**
         * Returns a number of up to two digits or the number of a name; -1, below every minimum, for any other text.
         */
        private int number(String text) {
            return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : text.isEmpty() ? -1 : names.indexOf(text);
        }
    }
}
