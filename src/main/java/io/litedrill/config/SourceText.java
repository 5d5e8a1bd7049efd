package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Holds the text of a file as the YAML parser receives it, and the places in the file where variables were replaced.
 */
final class SourceText {
    private final String text;
    private final List<Substitution> substitutions;
    private final TreeMap<Integer, Integer> lines = new TreeMap<>();

    /**
     * Records a replaced variable. Offsets count characters: {@code start} and {@code end} in the text, the others in
     * the file.
     */
    private record Substitution(int start, int end, int sourceEnd, String name, boolean isSet) {}

    private SourceText(String source, String text, List<Substitution> substitutions) {
        this.text = text;
        this.substitutions = substitutions;
        lines.put(0, 1);
        for (int at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
            lines.put(at + 1, lines.size() + 1);
        }
    }

    static SourceText plain(String source) {
        return new SourceText(source, source, List.of());
    }

    /**
     * Returns the text after Go's {@code os.Expand}, which Litestream parses. It also replaces variables in comments
     * and quotes.
     */
    static SourceText expanded(String source, Function<String, Optional<String>> variables) {
        StringBuilder text = new StringBuilder(source.length());
        List<Substitution> substitutions = new ArrayList<>();
        int at = 0;
        while (at < source.length() && text.length() <= YamlTree.MOST_CHARACTERS) {
            char c = source.charAt(at);
            ShellName name = c == '$' && at + 1 < source.length() ? ShellName.at(source, at + 1) : ShellName.NONE;
            if (name.length() == 0) {
                text.append(c);
                at++;
                continue;
            }
            Optional<String> value = name.name().isEmpty() ? Optional.of("") : variables.apply(name.name());
            int start = text.length();
            text.append(value.orElse(""));
            at += 1 + name.length();
            substitutions.add(new Substitution(start, text.length(), at, name.name(), value.isPresent()));
        }
        return new SourceText(source, text.toString(), substitutions);
    }

    String text() {
        return text;
    }

    /** Returns the place in the file of the character at this offset of the text. */
    Place place(int offset) {
        int before = countUpTo(offset);
        int source = offset;
        if (before > 0) {
            Substitution last = substitutions.get(before - 1);
            source = last.sourceEnd + Math.max(0, offset - last.end);
        }
        var line = lines.floorEntry(source);
        return line == null ? Place.START : new Place(line.getValue(), source - line.getKey() + 1);
    }

    /** Returns the unset variables that were replaced between two offsets of the text. */
    List<String> unset(int from, int to) {
        return substitutions.subList(countUpTo(from - 1), countUpTo(to)).stream()
                .filter(each -> !each.isSet && each.end <= to)
                .map(Substitution::name)
                .distinct()
                .toList();
    }

    /** Returns whether any text between two offsets came from a variable. */
    boolean isSubstituted(int from, int to) {
        int before = countUpTo(to);
        return before > 0 && substitutions.get(before - 1).end >= from;
    }

    /** Returns the number of substitutions that begin at or before an offset. They are ordered. */
    private int countUpTo(int offset) {
        int low = 0;
        int high = substitutions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (substitutions.get(middle).start <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
