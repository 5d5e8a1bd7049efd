package io.litedrill.recover;

/** Keeps an audit record for each attempt to write a database, including refused attempts. */
@FunctionalInterface
public interface Audit {
    /** An audit log that discards every record. */
    Audit NONE = attempt -> {};

    /** Keeps one attempt and its time. Never throws: permitted work continues when a record cannot be written. */
    void keep(Attempt attempt);

    /**
     * Describes one attempt.
     *
     * @param who the name of a token or of a local user; {@code -} for a request without a valid token
     * @param from the client address; {@code command line} for a command
     * @param database the database name as given; it need not exist
     * @param what the requested action, for people; contains no secrets
     * @param answer the response: {@code accepted} and the run id, or the refusal
     */
    record Attempt(String who, String from, String database, String what, String answer) {}
}
