package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import io.litedrill.hook.HookCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a mapping of litedrill.yml key by key. Reports an invalid value and treats it as not set, so that one pass
 * finds all problems.
 */
final class Section {
    /** Holds the data shared by all sections of a file. */
    record Context(Report report, Environment environment) {}

    private final Context context;
    private final SectionProblems problems;
    private final ScalarExpansion expansion;
    private final Place place;
    private final String schema;
    private final String path;
    private final Map<String, Value.Entry> entries = new HashMap<>();

    private Section(Context context, Value.Entries value, String schema, String path) {
        this.context = context;
        this.problems = new SectionProblems(context.report(), value.place(), path);
        this.expansion = new ScalarExpansion(problems, context.environment());
        this.place = value.place();
        this.schema = schema;
        this.path = path;
        value.entries().forEach(this::accept);
    }

    /** Returns the top section of a file. */
    static Section top(Context context, Value.Entries value) {
        return new Section(context, value, "", "");
    }

    private void accept(Value.Entry entry) {
        String key = ConfigKeys.allowsHyphens(schema) ? entry.key().replace('-', '_') : entry.key();
        if (!ConfigKeys.below(schema).contains(key)) {
            problems.unknown(entry, key, shorten(entry.key()), ConfigKeys.below(schema));
            return;
        }
        Value.Entry first = entries.putIfAbsent(key, entry);
        if (first != null) {
            problems.repeated(entry, key, first);
        }
    }

    private static String shorten(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "...";
    }

    Place place() {
        return place;
    }

    /** Returns the path of a key of this section, for messages. */
    String pathOf(String key) {
        return path + key;
    }

    boolean has(String key) {
        require(key);
        return entries.containsKey(key);
    }

    /** Reports a problem of a key of this section, or of the section itself when the key is not set. */
    void problem(String key, String expectation) {
        Value.Entry entry = entries.get(key);
        if (entry == null) {
            problems.ofSection(key, expectation);
        } else {
            problems.ofValue(key, entry.value(), expectation);
        }
    }

    Optional<String> text(String key) {
        return notBlank(key, VariableSyntax.VALUE);
    }

    private Optional<String> notBlank(String key, VariableSyntax syntax) {
        return value(key).flatMap(value -> expand(key, value, syntax)).filter(text -> {
            if (text.isBlank()) {
                problem(key, "must not be empty");
            }
            return !text.isBlank();
        });
    }

    /** Returns a positive duration. */
    Optional<Duration> duration(String key) {
        return duration(key, true);
    }

    Optional<Duration> duration(String key, boolean positive) {
        return read(
                key,
                "must be a duration " + (positive ? "of more than 0" : "of 0 or more") + ", such as 90s, 1h30m or 7d",
                text -> (text.equals("0") ? Optional.of(Duration.ZERO) : Durations.parse(text))
                        .filter(duration -> !positive || !duration.isZero()));
    }

    Optional<Integer> integer(String key, int least, int most) {
        return read(
                key,
                "must be a number from " + least + " to " + most,
                text -> text.matches("[0-9]{1,9}")
                        ? Optional.of(Integer.valueOf(text)).filter(number -> number >= least && number <= most)
                        : Optional.empty());
    }

    Optional<Boolean> bool(String key) {
        return read(
                key,
                "must be true or false",
                text -> text.equals("true") || text.equals("false")
                        ? Optional.of(text.equals("true"))
                        : Optional.empty());
    }

    /** Returns a text that the given function parses. */
    <T> Optional<T> read(String key, String expectation, Function<String, Optional<T>> form) {
        Optional<String> text = value(key).flatMap(value -> expand(key, value, VariableSyntax.VALUE));
        Optional<T> value = text.flatMap(form);
        if (text.isPresent() && value.isEmpty()) {
            problem(key, expectation);
        }
        return value;
    }

    /** Returns a value that a constructor makes from a text. It throws IllegalArgumentException for an invalid text. */
    <T> Optional<T> make(String key, String expectation, Function<String, T> constructor) {
        return read(key, expectation, text -> made(constructor, text));
    }

    /** Returns the value of a constructor; empty when it throws an IllegalArgumentException. */
    static <A, T> Optional<T> made(Function<A, T> constructor, A argument) {
        try {
            return Optional.of(constructor.apply(argument));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    /** Returns a path that a function makes from a text. */
    Optional<Path> path(String key, Function<String, Path> function) {
        return notBlank(key, VariableSyntax.VALUE).flatMap(text -> {
            Optional<Path> path = made(function, text);
            if (path.isEmpty()) {
                problem(key, "must be a path");
            }
            return path;
        });
    }

    /** Returns the URL of a web server. */
    Optional<URI> url(String key) {
        return read(
                key,
                "must be a URL that begins with http:// or https://",
                text -> made(URI::create, text.strip()).filter(Section::isWeb));
    }

    private static boolean isWeb(URI uri) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        return http && uri.getHost() != null && uri.getFragment() == null;
    }

    List<String> texts(String key) {
        return texts(key, VariableSyntax.VALUE);
    }

    private List<String> texts(String key, VariableSyntax syntax) {
        List<String> texts = new ArrayList<>();
        List<Value> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            expand(key + "[" + i + "]", items.get(i), syntax)
                    .filter(text -> !text.isBlank())
                    .ifPresent(texts::add);
        }
        return texts;
    }

    /** Returns the arguments of a command, which is a list of words, or one line for the shell. */
    Optional<List<String>> command(String key) {
        return value(key).filter(Value.Items.class::isInstance).isPresent()
                ? Optional.of(texts(key, VariableSyntax.COMMAND)).filter(words -> !words.isEmpty())
                : notBlank(key, VariableSyntax.COMMAND).map(HookCommand::shell);
    }

    /** Returns the entries with names chosen by the user, each with a number of 0 or more. */
    Map<String, Long> counts(String key) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Optional<Value> value = value(key);
        if (value.isPresent() && value.get() instanceof Value.Entries mapping) {
            mapping.entries().forEach(entry -> count(key, entry).ifPresent(number -> counts.put(entry.key(), number)));
        } else {
            value.ifPresent(other -> problems.ofValue(key, other, "must be a mapping of tables to numbers of rows"));
        }
        return counts;
    }

    private Optional<Long> count(String key, Value.Entry entry) {
        String name = key + "." + shorten(entry.key());
        Optional<Long> number = expand(name, entry.value(), VariableSyntax.VALUE)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::valueOf);
        if (number.isEmpty()) {
            problems.ofValue(name, entry.value(), "must be a number of rows, 0 to 999999999");
        }
        return number;
    }

    Optional<Section> section(String key) {
        return value(key).flatMap(value -> section(key, value, schemaOf(key)));
    }

    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        List<Value> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            section(key + "[" + i + "]", items.get(i), schemaOf(key) + "[]").ifPresent(sections::add);
        }
        return sections;
    }

    /** Returns whether the value is a mapping, for a key that also accepts a text. */
    boolean isSection(String key) {
        return value(key).filter(Value.Entries.class::isInstance).isPresent();
    }

    /** Returns whether the value is a list, for a key that also accepts another value. */
    boolean isList(String key) {
        return value(key).filter(Value.Items.class::isInstance).isPresent();
    }

    private Optional<Section> section(String key, Value value, String itsSchema) {
        if (value instanceof Value.Entries mapping) {
            return Optional.of(new Section(context, mapping, itsSchema, path + key + "."));
        }
        problems.ofValue(key, value, "must be a mapping of keys to values");
        return Optional.empty();
    }

    private List<Value> items(String key) {
        Optional<Value> value = value(key);
        if (value.isPresent() && value.get() instanceof Value.Items list) {
            return list.values();
        }
        value.ifPresent(other -> problems.ofValue(key, other, "must be a list"));
        return List.of();
    }

    private Optional<String> expand(String key, Value value, VariableSyntax syntax) {
        return expansion.expand(key, value, syntax);
    }

    /** Returns the value of a key; empty for a key without a value. */
    private Optional<Value> value(String key) {
        require(key);
        return Optional.ofNullable(entries.get(key))
                .map(Value.Entry::value)
                .filter(value -> !(value instanceof Value.Scalar scalar && scalar.isNull()));
    }

    private String schemaOf(String key) {
        return schema.isEmpty() ? key : schema + "." + key;
    }

    /** Requires that a key is listed. A key that is read but not listed would have no test and no documentation. */
    private void require(String key) {
        if (!ConfigKeys.below(schema).contains(key)) {
            throw new IllegalStateException("not in ConfigKeys: " + schemaOf(key));
        }
    }
}
