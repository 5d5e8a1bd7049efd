package io.litedrill.storage;

import java.util.Comparator;

/** The order in which stores list keys: by their UTF-8 bytes, unsigned. */
public enum KeyOrder implements Comparator<String> {
    /** The one order there is. {@link String#compareTo} differs from it where surrogate pairs meet U+E000 to U+FFFF. */
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

    /** UTF-8 orders like code points do, so a surrogate, which begins a code point past U+FFFF, comes last. */
    private static int weight(char unit) {
        return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
    }
}
