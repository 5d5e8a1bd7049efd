package io.litedrill.config;

import java.util.List;

/**
 * Holds the words of a command.
 *
 * @param isLine whether the command is one line for the shell to split
 */
public record Words(List<String> words, boolean isLine) {
    /** Copies the list. */
    public Words {
        words = List.copyOf(words);
    }
}
