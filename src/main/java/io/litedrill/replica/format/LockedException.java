package io.litedrill.replica.format;

/** The file is encrypted with age, and no identity at hand opens it: nothing is known of what it holds. */
public final class LockedException extends UnsupportedException {
    private static final long serialVersionUID = 1L;

    LockedException(String message) {
        super(message, 0);
    }
}
