package io.litedrill.replica.format;

import java.io.IOException;

/**
 * Bytes that do not keep the rules of their format. The message states the rule, what was found and where; the caller
 * adds the address of the file.
 */
public abstract sealed class FormatException extends IOException permits MalformedException, UnsupportedException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    FormatException(String message, long offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** The byte in the file or stream where the rule is broken, counted from 0. */
    public final long offset() {
        return offset;
    }
}
