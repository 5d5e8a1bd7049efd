package io.litedrill.storage;

import java.util.List;

/**
 * The folders directly below a prefix.
 *
 * @param keys keys with a slash at the end, ascending
 * @param complete whether these are all folders
 */
public record Folders(List<String> keys, boolean complete) {
    /** Copies the list. */
    public Folders {
        keys = List.copyOf(keys);
    }
}
