package io.litedrill.metrics;

import java.util.Locale;

/** Defines the values of labels. */
final class Labels {
    private Labels() {}

    /** Returns the name in lower case. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
