package io.litedrill.cli;

import java.util.List;
import java.util.Locale;

/** Determines whether output has colours. {@code --color} has precedence over {@code NO_COLOR} and the terminal. */
enum ColourChoice {
    /** Colours on a terminal, unless {@code NO_COLOR} is set. */
    AUTO,
    /** Colours in pipes too. */
    ALWAYS,
    /** No colours. */
    NEVER;

    private static final String OPTION = "--color";

    /**
     * Returns the choice of a command line before it is parsed, because the text of usage errors has colours too. An
     * invalid value counts as {@link #AUTO}; parsing reports it.
     */
    static ColourChoice of(List<String> words) {
        for (int i = words.size() - 1; i >= 0; i--) {
            String word = words.get(i);
            if (word.startsWith(OPTION + "=")) {
                return named(word.substring(OPTION.length() + 1));
            }
            if (word.equals(OPTION) && i + 1 < words.size()) {
                return named(words.get(i + 1));
            }
        }
        return AUTO;
    }

    private static ColourChoice named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "always" -> ALWAYS;
            case "never" -> NEVER;
            default -> AUTO;
        };
    }

    /**
     * Returns whether to use colours.
     *
     * @param automatic whether an automatic choice has colours
     */
    boolean colours(boolean automatic) {
        return this == ALWAYS || (this == AUTO && automatic);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
