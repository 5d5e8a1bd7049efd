package io.litedrill.hook;

/** What came of a call. */
public sealed interface UrlOutcome {
    /**
     * There was an answer.
     *
     * @param status of HTTP, 100 to 599
     */
    record Answered(String place, int status) implements UrlOutcome {}

    /**
     * There was none.
     *
     * @param reason for people
     */
    record NoAnswer(String place, String reason) implements UrlOutcome {}

    /** Whether the other side said that all is well: a status of 200 to 299. */
    default boolean succeeded() {
        return this instanceof Answered answered && answered.status() / 100 == 2;
    }

    /** Whether the same call may well succeed a moment later. */
    default boolean worthTrying() {
        return !(this instanceof Answered answered)
                || answered.status() >= 500
                || answered.status() == 408
                || answered.status() == 429;
    }

    /** What came of it, in a line for people. */
    default String text() {
        return this instanceof Answered answered
                ? answered.place() + " answered with status " + answered.status()
                : ((NoAnswer) this).place() + " did not answer: " + ((NoAnswer) this).reason();
    }
}
