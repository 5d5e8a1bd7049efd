package io.litedrill.app;

/** Ends a search: a point could not be restored or tested for a reason outside the replica. */
final class ProbeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofQuery;

    ProbeException(String message) {
        this(message, false);
    }

    private ProbeException(String message, boolean ofQuery) {
        super(message);
        this.ofQuery = ofQuery;
    }

    /** Ends a search because of its query, which gives no result at any point. */
    static ProbeException ofQuery(String message) {
        return new ProbeException(message, true);
    }

    boolean isOfQuery() {
        return ofQuery;
    }
}
