package io.litedrill.hook;

/** Describes the result of a call. */
public sealed interface UrlOutcome {
    /**
     * The server answered.
     *
     * @param place scheme, host and port of the URL
     * @param status the HTTP status, 100 to 599
     */
    record Answered(String place, int status) implements UrlOutcome {}

    /**
     * The server did not answer.
     *
     * @param place scheme, host and port of the URL
     * @param reason for people
     */
    record NoAnswer(String place, String reason) implements UrlOutcome {}

    /** Returns true for a status of 200 to 299. */
    default boolean succeeded() {
        return this instanceof Answered answered && answered.status() / 100 == 2;
    }

    /** Returns true when a repeated call may succeed. */
    default boolean worthTrying() {
        return !(this instanceof Answered answered)
                || answered.status() >= 500
                || answered.status() == 408
                || answered.status() == 429;
    }

    /** Returns the result in one line for people. */
    default String text() {
        return this instanceof Answered answered
                ? answered.place() + " answered with status " + answered.status()
                : ((NoAnswer) this).place() + " did not answer: " + ((NoAnswer) this).reason();
    }
}
