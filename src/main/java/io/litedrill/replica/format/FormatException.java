package io.litedrill.replica.format;

import java.io.IOException;

/**
 * Reports bytes that break a rule of their format. The message states the rule, the value found and the offset; the
 * caller adds the address of the file.
 */
public abstract sealed class FormatException extends IOException permits MalformedException, UnsupportedException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    FormatException(String message, long offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** Returns the offset in the file or stream where the rule is broken, counted in bytes from 0. */
    public final long offset() {
        return offset;
    }
}
