package io.litedrill.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes YAML line by line. */
final class YamlText {
    /** Matches a text that needs no quotes in any version of YAML, and holds no variable. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/._:@-]*(?<!:)");

    private static final Pattern OTHER_TYPE = Pattern.compile("(?i)y|n|yes|no|on|off|null|true|false|0[xo].*");
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();
    private String indent = "";
    private String nextIndent = "";

    void value(String key, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(each -> value(key, each));
            return;
        }
        boolean bare = value instanceof Boolean || value instanceof Integer;
        line(key + ": " + (bare ? value.toString() : scalar(value.toString())));
    }

    /** Writes a value under a key chosen by the user. */
    void entry(String key, Object value) {
        value(scalar(key), value);
    }

    void values(String key, List<String> values) {
        if (!values.isEmpty()) {
            line(key + ":");
            values.forEach(each -> line("- " + scalar(each)));
        }
    }

    void block(String key, Runnable content) {
        line(key + ":");
        String before = indent;
        set(before + STEP);
        content.run();
        set(before);
    }

    /** Writes a list. Each item writes at least one value. */
    <T> void list(String key, List<T> items, Consumer<T> content) {
        if (items.isEmpty()) {
            return;
        }
        line(key + ":");
        String before = indent;
        for (T item : items) {
            indent = before + STEP + STEP;
            nextIndent = before + STEP + "- ";
            content.accept(item);
        }
        set(before);
    }

    void comment(String comment) {
        line("# " + comment.replaceAll("\\p{Cntrl}", " "));
    }

    private void set(String indentNow) {
        indent = indentNow;
        nextIndent = indentNow;
    }

    private void line(String content) {
        text.append(nextIndent).append(content).append('\n');
        nextIndent = indent;
    }

    private static String scalar(String value) {
        boolean plain =
                PLAIN.matcher(value).matches() && !OTHER_TYPE.matcher(value).matches();
        return plain ? value : quoted(value.replace("$", "$$"));
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> quoted.append(escaped((char) c)));
        return quoted.append('"').toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"', '\\' -> "\\" + c;
            case '\n' -> "\\n";
            default -> c < ' ' || c == 0x7f ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
