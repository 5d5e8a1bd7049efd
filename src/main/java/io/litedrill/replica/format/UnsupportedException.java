package io.litedrill.replica.format;

/** Reports a file in a format, or with a flag, that this version does not support. No damage was found in it. */
public sealed class UnsupportedException extends FormatException permits LockedException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with the unsupported feature and its offset. */
    public UnsupportedException(String message, long offset) {
        super(message, offset);
    }
}
