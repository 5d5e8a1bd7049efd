package io.litedrill.recover;

/** The outcome of a restore in one word, as JSON and metrics have it. */
public enum OutcomeWord {
    /** The database was written, verified and put in place. It is malformed only where the request permits that. */
    RESTORED,
    /** The restore did not begin. The database did not change. */
    REFUSED,
    /** The restore failed, or its result is wrong. */
    FAILED,
    /** The state of the replica or of the database could not be determined. */
    INCONCLUSIVE,
    /** The existing database is sound. */
    NOT_NEEDED
}
