package io.litedrill.check;

/**
 * What looking cost.
 *
 * @param requests made to the store, 0 or more
 * @param bytesRead of object bodies, 0 or more
 */
public record Cost(long requests, long bytesRead) {
    /** Nothing was asked for. */
    public static final Cost NONE = new Cost(0, 0);
}
