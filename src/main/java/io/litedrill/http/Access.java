package io.litedrill.http;

/** States who may use a route. Each route declares one. */
enum Access {
    /** Every request, wherever the API listens. */
    OPEN,
    /** Every request; with a configured metrics token, only requests that send it. */
    SCRAPER,
    /** Every request on loopback; elsewhere, one with a token of any role. */
    VIEWER,
    /** A request with a token that may run checks and drills. */
    OPERATOR,
    /** A request with a token that may restore. Every request to such a route is audited. */
    RESTORER;

    /**
     * Returns the access to an address or method without a route. Nothing runs there; the response only says that there is
     * no route.
     *
     * @param method as in the request line
     */
    static Access withoutRoute(String method) {
        return method.equals("GET") || method.equals("HEAD") ? VIEWER : OPERATOR;
    }

    /** Whether each request is recorded in the audit. */
    boolean isAudited() {
        return this == RESTORER;
    }
}
