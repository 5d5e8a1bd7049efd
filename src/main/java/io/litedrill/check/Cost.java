package io.litedrill.check;

/**
 * The cost of a check.
 *
 * @param requests requests to the store, 0 or more
 * @param bytesRead bytes of object bodies, 0 or more
 */
public record Cost(long requests, long bytesRead) {
    /** No requests. */
    public static final Cost NONE = new Cost(0, 0);
}
