package io.litedrill.check;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a finding states: a sentence, and the named values in it.
 *
 * @param sentence the sentence, with the name of each value in braces
 * @param values the values by name: text, numbers, times and durations
 */
public record Facts(String sentence, Map<String, Object> values) {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    /** Copies the values. */
    public Facts {
        values = Map.copyOf(values);
    }

    /** Returns facts that are known only as text, such as the message of an error. */
    public static Facts text(String text) {
        return new Facts("{text}", Map.of("text", text));
    }

    /** Returns the sentence with its values: durations in their two largest units, times in UTC. */
    public String text() {
        return NAME.matcher(sentence)
                .replaceAll(
                        name -> Matcher.quoteReplacement(printed(values.getOrDefault(name.group(1), name.group()))));
    }

    private static String printed(Object value) {
        return value instanceof Duration duration ? Format.duration(duration) : String.valueOf(value);
    }
}
