package io.litedrill.config;

import io.litedrill.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Writes a {@link ConfigTree} as a litedrill.yml. */
final class YamlText {
    /** Matches a text that needs no quotes in any version of YAML, and holds no variable. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/._:@-]*(?<!:)");

    private static final Pattern OTHER_TYPE = Pattern.compile("(?i)y|n|yes|no|on|off|null|true|false|0[xo].*");
    private static final DumpSettings QUOTED = DumpSettings.builder()
            .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
            .setSplitLines(false)
            .build();
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(ConfigTree tree) {
        YamlText yaml = new YamlText();
        yaml.entries(tree.root(), "", "");
        return yaml.text.toString();
    }

    /** Writes a mapping; its first line begins with {@code first}, the others with the indent. */
    private void entries(Map<?, ?> entries, String first, String indent) {
        String before = first;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            text.append(before);
            entry(scalar(String.valueOf(entry.getKey())), entry.getValue(), indent);
            before = indent;
        }
    }

    private void entry(String key, Object value, String indent) {
        if (value instanceof Map<?, ?> block) {
            text.append(key).append(":\n");
            entries(block, indent + STEP, indent + STEP);
        } else if (value instanceof List<?> list) {
            text.append(key).append(":\n");
            list.forEach(item -> item(item, indent));
        } else if (value instanceof ConfigTree.Note note) {
            text.append("# ").append(PlainText.line(note.comment())).append('\n');
        } else {
            text.append(key).append(": ").append(scalar(value)).append('\n');
        }
    }

    private void item(Object item, String indent) {
        if (item instanceof Map<?, ?> block) {
            entries(block, indent + STEP + "- ", indent + STEP + STEP);
        } else {
            text.append(indent).append(STEP).append("- ").append(scalar(item)).append('\n');
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Boolean || value instanceof Number) {
            return value.toString();
        }
        return value instanceof Duration duration ? Durations.format(duration) : scalar(value.toString());
    }

    private static String scalar(String value) {
        boolean plain =
                PLAIN.matcher(value).matches() && !OTHER_TYPE.matcher(value).matches();
        return plain
                ? value
                : new Dump(QUOTED).dumpToString(value.replace("$", "$$")).strip();
    }
}
