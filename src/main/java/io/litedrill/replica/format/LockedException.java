package io.litedrill.replica.format;

/** Reports a file that is encrypted with age and that no configured identity decrypts. Its content is unknown. */
public final class LockedException extends UnsupportedException {
    private static final long serialVersionUID = 1L;

    LockedException(String message) {
        super(message, 0);
    }
}
