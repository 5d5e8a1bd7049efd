package io.litedrill.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the five fields of a crontab(5) expression. */
final class CronFields {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern ITEM = Pattern.compile("(\\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:/([0-9]{1,2}))?");
    private static final List<String> MONTHS =
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(1, 12, MONTHS),
            new Field(0, 7, WEEKDAYS));

    private CronFields() {}

    /** Returns whether the text is a crontab expression that does not restrict both days of the month and weekdays. */
    static boolean isValid(String text) {
        List<String> fields = split(text);
        if (fields.size() != FIELDS.size() || (isRestricted(fields, 2) && isRestricted(fields, 4))) {
            return false;
        }
        for (int i = 0; i < FIELDS.size(); i++) {
            if (!FIELDS.get(i).accepts(fields.get(i).toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    static Duration expectedAge(String text) {
        List<String> fields = split(text);
        if (isRestricted(fields, 3)) {
            return Duration.ofDays(732);
        }
        if (isRestricted(fields, 2)) {
            return Duration.ofDays(63);
        }
        return Duration.ofDays(isRestricted(fields, 4) ? 15 : 2);
    }

    private static List<String> split(String text) {
        return List.of(SPACE.split(text.strip(), -1));
    }

    private static boolean isRestricted(List<String> fields, int index) {
        return !fields.get(index).equals("*");
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
