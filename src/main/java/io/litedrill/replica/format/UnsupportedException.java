package io.litedrill.replica.format;

/** The file is intact as far as can be told, but of a format, or with a flag, that this version does not know. */
public sealed class UnsupportedException extends FormatException permits LockedException {
    private static final long serialVersionUID = 1L;

    /** States what is not supported, and where it stands. */
    public UnsupportedException(String message, long offset) {
        super(message, offset);
    }
}
