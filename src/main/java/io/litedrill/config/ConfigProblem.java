package io.litedrill.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a configuration file. Holds no secret.
 *
 * @param file the file, as it was named
 * @param place where in it
 * @param key the path of the key, such as {@code databases[0].verify.mode}; empty where no key is meant
 * @param expectation what belongs there
 * @param found what stands there, as written and shortened; empty when nothing does, or when it may be a secret
 */
public record ConfigProblem(Path file, Place place, String key, String expectation, String found) {
    /**
     * A line and a column.
     *
     * @param line 1 or more
     * @param column 1 or more
     */
    public record Place(int line, int column) {
        /** The very start of a file. */
        public static final Place START = new Place(1, 1);

        @Override
        public String toString() {
            return line + ":" + column;
        }
    }

    /** The line for people: {@code file:line:col key: expectation. Found: value}. */
    @Override
    public String toString() {
        String before = file + ":" + place + (key.isEmpty() ? "" : " " + key) + ": " + expectation;
        return found.isEmpty() ? before : before + (before.endsWith("?") ? "" : ".") + " Found: " + found;
    }
}
