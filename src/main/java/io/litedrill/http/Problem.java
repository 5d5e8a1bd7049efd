package io.litedrill.http;

import java.util.Locale;
import java.util.stream.Stream;

/** Defines the errors of the API: the {@code type} of an RFC 9457 problem, its status, and its title. */
public enum Problem {
    /** The request is malformed or invalid. */
    BAD_REQUEST(400, "Bad Request"),
    /** The token is missing or wrong. */
    UNAUTHORIZED(401, "Unauthorized"),
    /** The request is forbidden for all roles. */
    FORBIDDEN(403, "Forbidden"),
    /** The resource does not exist. */
    NOT_FOUND(404, "Not Found"),
    /** The address exists, but not for this method. */
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    /** The client took too long to send the request. */
    REQUEST_TIMEOUT(408, "Request Timeout"),
    /** The request conflicts with the current state. */
    CONFLICT(409, "Conflict"),
    /** The body exceeds the size limit. */
    TOO_LARGE(413, "Content Too Large"),
    /** The body is not JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    /** The request was understood and contradicts an earlier one. */
    UNPROCESSABLE(422, "Unprocessable Content"),
    /** An internal error of Litedrill. */
    INTERNAL(500, "Internal Server Error"),
    /** The request cannot be processed now. */
    UNAVAILABLE(503, "Service Unavailable");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the problem with this status; for any other status, such as 431 or 505, a bad request. */
    static Problem of(int status) {
        return Stream.of(values())
                .filter(problem -> problem.status == status)
                .findFirst()
                .orElse(BAD_REQUEST);
    }

    String title() {
        return title;
    }

    String type() {
        return "urn:litedrill:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
