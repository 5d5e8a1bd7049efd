package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import java.util.List;
import java.util.Optional;

/** A YAML value and where it stands. */
sealed interface Value {
    Place place();

    /** What it is, for people. Shows no secret that came from a variable, and nothing long. */
    String shown();

    /**
     * One value.
     *
     * @param form how it is written
     * @param unset variables that are not set, which Litestream replaces by nothing
     * @param substituted whether a variable's value is part of the text
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
            if (substituted) {
                return "a value from the environment";
            }
            String line = text.replaceAll("\\p{Cntrl}", " ");
            if (line.isBlank()) {
                return "'" + line + "'";
            }
            return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
        }
    }

    /** How one value is written. */
    enum Form {
        /** Without quotes. */
        PLAIN,
        /** In quotes, or as a block. */
        QUOTED,
        /** Nothing, {@code ~} or {@code null}. */
        NULL,
        /** Begins with {@code !}, which YAML takes for the name of a type. */
        TAGGED
    }

    /** A list. */
    record Items(Place place, List<Value> values) implements Value {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** A mapping. Keys may come twice. */
    record Entries(Place place, List<Entry> entries) implements Value {
        /** The value of the last entry with this key, which is the one that Litestream takes. */
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

    /** A key and its value. */
    record Entry(String key, Place place, Value value) {}
}
