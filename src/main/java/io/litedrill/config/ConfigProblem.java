package io.litedrill.config;

import java.nio.file.Path;

/**
 * Describes one problem in a configuration file. Holds no secret.
 *
 * @param file the path of the file, as given
 * @param place the line and column of the problem
 * @param key the path of the key, such as {@code databases[0].verify.mode}; empty when the problem concerns no key
 * @param expectation the value that is expected
 * @param found the value in the file, shortened; empty for no value, or for one that may be a secret
 */
public record ConfigProblem(Path file, Place place, String key, String expectation, String found) {
    /**
     * Holds a line and a column.
     *
     * @param line 1 or more
     * @param column 1 or more
     */
    public record Place(int line, int column) {
        /** The start of a file. */
        public static final Place START = new Place(1, 1);

        @Override
        public String toString() {
            return line + ":" + column;
        }
    }

    /** Returns the problem as one line: {@code file:line:col key: expectation. Found: value}. */
    @Override
    public String toString() {
        String before = file + ":" + place + (key.isEmpty() ? "" : " " + key) + ": " + expectation;
        return found.isEmpty() ? before : before + (before.endsWith("?") ? "" : ".") + " Found: " + found;
    }
}
