package io.litedrill.history;

/**
 * The history cannot be opened or read. The message names the file and the next step. Whoever opens a history goes on
 * without one: {@link io.litedrill.check.Memory#NONE}.
 */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception without a cause. */
    public HistoryException(String message) {
        super(message);
    }

    /** Creates the exception with what failed as the cause. */
    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
