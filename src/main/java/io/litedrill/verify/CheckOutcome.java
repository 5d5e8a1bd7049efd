package io.litedrill.verify;

/**
 * What one test of a restored database came to.
 *
 * @param name {@code header}, {@code integrity_check}, {@code quick_check}, {@code foreign_key_check}, {@code tables}, {@code min_rows: TABLE},
 *     {@code freshness}, {@code assertion: NAME}; of drills also {@code rows}, {@code live}, {@code command} and {@code random point}
 * @param detail what was found, for people; empty when there is nothing to say
 * @param seconds how long it took, 0 or more
 */
public record CheckOutcome(String name, Result result, String detail, double seconds) {
    /** What a test can come to. */
    public enum Result {
        /** As it should be. */
        PASSED,
        /** Not as it should be. */
        FAILED,
        /** Could not be told: the time limit, an interrupt, something that is missing here, or it could not run at all. */
        INCONCLUSIVE
    }
}
