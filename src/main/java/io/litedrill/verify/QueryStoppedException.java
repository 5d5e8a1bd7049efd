package io.litedrill.verify;

/** A query was stopped before its end, so that nothing is known of what it asked. The message says by what. */
final class QueryStoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    QueryStoppedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What stopped it. */
    String reason() {
        return reason;
    }
}
