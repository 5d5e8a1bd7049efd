package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import io.litedrill.text.PlainText;
import java.util.List;
import java.util.Optional;

/** Represents a YAML value and its place. */
sealed interface Value {
    Place place();

    /** Returns the value for messages. Shows no secret that came from a variable, and no long text. */
    String shown();

    /**
     * Holds a scalar.
     *
     * @param form how the scalar is written
     * @param unset the variables that are not set, which Litestream replaces by the empty text
     * @param substituted whether the value of a variable is part of the text
     */
    record Scalar(Place place, String text, Form form, List<String> unset, boolean substituted) implements Value {
        private static final int MOST_SHOWN = 60;

        boolean isNull() {
            return form == Form.NULL;
        }

        @Override
        public String shown() {
            if (isNull()) {
                return "nothing";
            }
            if (substituted && !text.isEmpty()) {
                return "a value from the environment";
            }
            String line = PlainText.line(text);
            if (line.isBlank()) {
                return "'" + line + "'";
            }
            return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
        }
    }

    /** Describes how a scalar is written. */
    enum Form {
        /** Without quotes. */
        PLAIN,
        /** In quotes, or as a block scalar. */
        QUOTED,
        /** Empty, {@code ~} or {@code null}. */
        NULL,
        /** Begins with {@code !}, which YAML reads as a tag. */
        TAGGED
    }

    /** Holds a list. */
    record Items(Place place, List<Value> values) implements Value {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** Holds a mapping. A key may occur twice. */
    record Entries(Place place, List<Entry> entries) implements Value {
        /** Returns the value of the last entry with this key, which Litestream uses. */
        Optional<Value> last(String key) {
            return entries.stream()
                    .filter(entry -> entry.key.equals(key))
                    .reduce((first, second) -> second)
                    .map(Entry::value);
        }

        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /** Holds a key and its value. */
    record Entry(String key, Place place, Value value) {}
}
