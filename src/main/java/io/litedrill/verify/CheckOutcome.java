package io.litedrill.verify;

/**
 * The result of one check of a restored database.
 *
 * @param name {@code header}, {@code integrity_check}, {@code quick_check}, {@code foreign_key_check}, {@code tables},
 *     {@code min_rows: TABLE}, {@code freshness}, {@code assertion: NAME}; of drills also {@code rows}, {@code live},
 *     {@code command} and {@code random point}
 * @param detail the details of the result, for people; empty without details
 * @param seconds duration in seconds, 0 or more
 */
public record CheckOutcome(String name, Result result, String detail, double seconds) {
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
