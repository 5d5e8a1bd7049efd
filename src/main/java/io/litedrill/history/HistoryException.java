package io.litedrill.history;

/**
 * Reports a history that cannot be opened or read. The message names the file and the next step. Callers continue
 * without a history: {@link io.litedrill.check.ReplicaHistory#NONE}.
 */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception without a cause. */
    public HistoryException(String message) {
        super(message);
    }

    /** Creates the exception with the cause of the failure. */
    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
