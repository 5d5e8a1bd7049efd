package io.litedrill.verify;

/** Reports a query that was stopped before its end, so that its result is unknown. The message contains the reason. */
final class QueryStoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    QueryStoppedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Returns the reason. */
    String reason() {
        return reason;
    }
}
