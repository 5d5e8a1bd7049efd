package io.litedrill.config;

import java.util.List;

/**
 * The words of a command.
 *
 * @param isLine whether it is one line, for the shell to take apart
 */
public record Words(List<String> words, boolean isLine) {
    /** Copies the list. */
    public Words {
        words = List.copyOf(words);
    }
}
