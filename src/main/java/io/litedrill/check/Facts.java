package io.litedrill.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts of a finding: a sentence, and the named values in it.
 *
 * @param sentence the sentence, with the name of each value in braces
 * @param values the values by name: text, numbers, times and durations, and hints, whose commands stay values
 */
public record Facts(String sentence, Map<String, Object> values) {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    /** Copies the values. */
    public Facts {
        values = Map.copyOf(values);
    }

    /** Returns facts that are known only as text, such as the message of an error. */
    public static Facts text(String text) {
        return text(Hint.text(text));
    }

    /** Returns facts that are known only as text with commands. */
    public static Facts text(Hint text) {
        return new Facts("{text}", Map.of("text", text));
    }

    /** Returns the sentence with its values: durations in their two largest units, times in UTC. */
    public String text() {
        return hint().text();
    }

    /** Returns the sentence as {@link #text()} does, with the commands in its values. */
    public Hint hint() {
        Matcher names = NAME.matcher(sentence);
        Hint all = Hint.none();
        int end = 0;
        while (names.find()) {
            Object value = values.getOrDefault(names.group(1), names.group());
            all = all.then(sentence.substring(end, names.start())).then(printed(value));
            end = names.end();
        }
        return all.then(sentence.substring(end));
    }

    /** Returns whether each name in the sentence has a value. */
    public boolean isComplete() {
        return values.keySet().containsAll(names(sentence));
    }

    /** Returns the names in a sentence, in order. */
    static List<String> names(String sentence) {
        return NAME.matcher(sentence)
                .results()
                .map(MatchResult::group)
                .map(Facts::bare)
                .toList();
    }

    private static String bare(String name) {
        return name.substring(1, name.length() - 1);
    }

    private static Hint printed(Object value) {
        if (value instanceof Hint hint) {
            return hint;
        }
        return Hint.text(value instanceof Duration duration ? Format.duration(duration) : String.valueOf(value));
    }
}
