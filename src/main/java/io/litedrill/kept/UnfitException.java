package io.litedrill.kept;

/** Reports why a kept copy cannot be used. The message completes the sentence "the drill is a full one, because". */
public final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates a report with a reason. */
    public UnfitException(String reason) {
        super(reason);
    }

    /** Returns the reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
