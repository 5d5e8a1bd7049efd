package io.litedrill.config;

/**
 * Holds the name after a dollar sign, as Go's {@code os.Expand} parses it.
 *
 * @param name the name; empty for invalid syntax, whose characters Go drops
 * @param length the number of characters used; 0 when the dollar sign stands for itself
 */
record ShellName(String name, int length) {
    static final ShellName NONE = new ShellName("", 0);
    private static final String SPECIAL = "*#$@!?-0123456789";

    /** Parses the name that begins at this index, which must be inside the text. */
    static ShellName at(String text, int index) {
        char first = text.charAt(index);
        if (first == '{') {
            return inBraces(text, index);
        }
        if (SPECIAL.indexOf(first) >= 0) {
            return new ShellName(String.valueOf(first), 1);
        }
        int end = index;
        while (end < text.length() && isAlphanumeric(text.charAt(end))) {
            end++;
        }
        return new ShellName(text.substring(index, end), end - index);
    }

    private static ShellName inBraces(String text, int index) {
        int end = text.indexOf('}', index);
        // without a closing brace, Go drops the dollar sign and the brace and continues
        return end < 0 ? new ShellName("", 1) : new ShellName(text.substring(index + 1, end), end - index + 1);
    }

    private static boolean isAlphanumeric(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
