package io.litedrill.http;

/** Defines who may use a route. Each route declares one value. */
enum Access {
    /** Any request, on any address. */
    OPEN,
    /** Any request; with a configured metrics token, only requests that send it. */
    SCRAPER,
    /** Any request, unless Litedrill listens beyond loopback without a token. For files that hold no data. */
    PAGE,
    /** A request with a valid token; on loopback, also one without any token. */
    CALLER,
    /** Any request on loopback; elsewhere, a request with a token of any role. */
    VIEWER,
    /** A request with a token that may run checks and drills. */
    OPERATOR,
    /** A request with a token that may restore. Every request to such a route is audited. */
    RESTORER;

    /**
     * Returns the access to an address or method without a route. No handler runs; the response only reports the
     * missing route.
     *
     * @param method the method of the request line
     */
    static Access withoutRoute(String method) {
        return method.equals("GET") || method.equals("HEAD") ? VIEWER : OPERATOR;
    }

    /** Returns whether each request is recorded in the audit log. */
    boolean isAudited() {
        return this == RESTORER;
    }
}
