package io.litedrill.replica.format;

/** The file is damaged: truncated, or a rule or a checksum of its format does not hold. */
public final class MalformedException extends FormatException {
    private static final long serialVersionUID = 1L;

    /** States what is wrong at an offset. */
    public MalformedException(String message, long offset) {
        super(message, offset);
    }

    /** States a rule, and what stands at the offset instead. */
    public MalformedException(String rule, Object found, long offset) {
        super(rule + ". Found: " + found, offset);
    }
}
