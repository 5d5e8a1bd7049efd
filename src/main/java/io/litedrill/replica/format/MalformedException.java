package io.litedrill.replica.format;

/** Reports a damaged file: it is truncated, or it breaks a rule or a checksum of its format. */
public final class MalformedException extends FormatException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with the error at an offset. */
    public MalformedException(String message, long offset) {
        super(message, offset);
    }

    /** Creates an exception with a rule and the value found at the offset. */
    public MalformedException(String rule, Object found, long offset) {
        super(rule + ". Found: " + found, offset);
    }
}
