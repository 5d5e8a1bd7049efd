package io.litedrill.http;

/** States who may use a route. Each route declares one. */
enum Access {
    /** Everyone, wherever the API listens. */
    OPEN,
    /** Everyone, or with a configured metrics token only who sends it. */
    SCRAPER,
    /** Everyone on loopback, elsewhere a token of any role. */
    VIEWER,
    /** A token that may run checks and drills. */
    OPERATOR,
    /** A token that may restore. Every request to such a route is audited. */
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
