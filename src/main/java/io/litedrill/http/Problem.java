package io.litedrill.http;

import java.util.Locale;
import java.util.stream.Stream;

/** What can be wrong with a request: the {@code type} of an RFC 9457 problem, its status, and its title. */
public enum Problem {
    /** The request cannot be read as what it should be. */
    BAD_REQUEST(400, "The request is not what it should be"),
    /** No token, or a wrong one. */
    UNAUTHORIZED(401, "A token is needed"),
    /** Not allowed, whoever asks. */
    FORBIDDEN(403, "Not allowed here"),
    /** There is no such thing. */
    NOT_FOUND(404, "Not found"),
    /** The address is right, the method is not. */
    METHOD_NOT_ALLOWED(405, "Not with this method"),
    /** The client took too long to send the request. */
    REQUEST_TIMEOUT(408, "Request Timeout"),
    /** Something stands in the way. */
    CONFLICT(409, "Something is in the way"),
    /** More than is read. */
    TOO_LARGE(413, "The body is too large"),
    /** Not JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON"),
    /** A mistake of Litedrill. */
    INTERNAL(500, "Something went wrong inside Litedrill"),
    /** Cannot be done now. */
    UNAVAILABLE(503, "Not now");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the problem that has this status; for any other status, such as 431 or 505, a bad request. */
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
