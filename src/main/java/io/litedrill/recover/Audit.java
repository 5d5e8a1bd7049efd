package io.litedrill.recover;

/** Keeps who asked for what. A record is kept for each attempt at something that writes a database, refused ones among them. */
@FunctionalInterface
public interface Audit {
    /** Keeps nothing. */
    Audit NONE = attempt -> {};

    /** Keeps one attempt. and when it was. Never throws: work that was allowed goes on without. */
    void keep(Attempt attempt);

    /**
     * One attempt.
     *
     * @param who the name of a token, or of the user of this machine; {@code -} for somebody without a valid token
     * @param from the address it came from; {@code command line} for a command
     * @param database as it was named, which need not be one that is known
     * @param what was asked for, for people; holds no secrets
     * @param answer what came of it: {@code accepted} and the run id, or the refusal
     */
    record Attempt(String who, String from, String database, String what, String answer) {}
}
