package io.litedrill.verify;

/**
 * The result of one check of a restored database.
 *
 * @param subject the table of {@link CheckKind#MIN_ROWS}, the name of an assertion; empty for other kinds
 * @param details the details of the result, for people
 * @param seconds duration in seconds, 0 or more
 */
public record CheckOutcome(CheckKind kind, String subject, Result result, Details details, double seconds) {
    /** Creates the result of a kind that has one check. */
    public CheckOutcome(CheckKind kind, Result result, String detail, double seconds) {
        this(kind, "", result, detail, seconds);
    }

    /** Creates a result whose details are one text. */
    public CheckOutcome(CheckKind kind, String subject, Result result, String detail, double seconds) {
        this(kind, subject, result, Details.of(detail), seconds);
    }

    /** Creates the result of a check that is known by its name in a stored result. */
    public static CheckOutcome ofName(String name, Result result, String detail, double seconds) {
        CheckKind kind = CheckKind.ofName(name);
        return new CheckOutcome(kind, kind.subject(name), result, detail, seconds);
    }

    /** Returns the name of the check in results: {@code integrity_check}, {@code min_rows: TABLE}. */
    public String name() {
        return kind.name(subject);
    }

    /** Returns the details in one line; empty without details. */
    public String detail() {
        return details.text();
    }

    /** Returns the name and the details, for people. */
    public String text() {
        return name() + ": " + detail();
    }

    /** The possible results of a check. */
    public enum Result {
        /** The database meets the condition. */
        PASSED,
        /** The database does not meet the condition. */
        FAILED,
        /** Unknown: the time limit, an interrupt, a missing extension, or the check could not run at all. */
        INCONCLUSIVE
    }
}
