package io.litedrill.storage;

import java.util.List;

/**
 * The folders directly below a prefix.
 *
 * @param keys with the slash at their end, ascending
 * @param complete whether there are no more
 */
public record Folders(List<String> keys, boolean complete) {
    /** Copies the list. */
    public Folders {
        keys = List.copyOf(keys);
    }
}
