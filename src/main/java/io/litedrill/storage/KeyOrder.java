package io.litedrill.storage;

import java.util.Comparator;

/** Compares keys in the order in which stores list them: by their UTF-8 bytes, unsigned. */
public enum KeyOrder implements Comparator<String> {
    /** The only order. {@link String#compareTo} differs from it for surrogate pairs and U+E000 to U+FFFF. */
    UTF_8;

    @Override
    public int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Integer.compare(weight(a), weight(b));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /**
     * Returns the sort weight of a UTF-16 unit. UTF-8 sorts like code points, so a surrogate, which begins a code point
     * above U+FFFF, sorts last.
     */
    private static int weight(char unit) {
        return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
    }
}
