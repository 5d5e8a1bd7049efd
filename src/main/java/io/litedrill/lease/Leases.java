package io.litedrill.lease;

import java.time.Duration;

/**
 * Grants rights for a limited time. A holder that does not renew a right loses it to the next process that requests
 * it. Times are those of the database that grants them, so clocks of machines do not matter. Safe for use by several
 * threads.
 */
public interface Leases {
    /** Grants every right, for one process that shares nothing with others. */
    Leases LOCAL = new LocalLeases();

    /**
     * Requests a right. A holder that has it already keeps it, with a greater token.
     *
     * @param name the name of the right
     * @param holder identifies the process or the run; no two have the same
     * @param time how long the right lasts without a renewal
     */
    Claim acquire(String name, String holder, Duration time);

    /** Extends a right by this time from now, also one that ended and that nothing else acquired since. */
    Claim renew(Lease lease, Duration time);

    /**
     * Replaces the token of a right by one that is greater than a number. The right stays granted for its time.
     *
     * @param token the number; 0 or more
     */
    Claim raise(Lease lease, long token);

    /** Returns a right. Does nothing when another holder has it, or the database does not answer. */
    void release(Lease lease);
}
