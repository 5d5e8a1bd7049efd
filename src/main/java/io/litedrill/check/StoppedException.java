package io.litedrill.check;

/**
 * Reports that work was stopped before its end: the process is ending, or a time limit has passed. It is no evidence
 * about the backup, so no result is made from it.
 */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names what was stopped.
     *
     * @param where the replica that was being read
     */
    public StoppedException(String where, Throwable cause) {
        super(where + ": stopped before the end; nothing is known from this run", cause);
    }
}
