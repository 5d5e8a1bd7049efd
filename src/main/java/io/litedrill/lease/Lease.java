package io.litedrill.lease;

/**
 * Holds a right that was granted.
 *
 * @param name the name of the right
 * @param holder the process, or the run, that has it
 * @param token grows with each grant of the right, so that a later grant has a greater one; 0 for a right that exists
 *     in this process only
 */
public record Lease(String name, String holder, long token) {
    /** Returns whether other processes can request the same right. */
    public boolean isShared() {
        return token > 0;
    }
}
