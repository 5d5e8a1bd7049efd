package io.litedrill.lease;

/** The answer to a request for a right. */
public sealed interface Claim {
    /** The right was granted, or renewed. */
    record Granted(Lease lease) implements Claim {}

    /** Another holder has the right. */
    record Refused(String holder) implements Claim {}

    /** The database that grants the right does not answer, so another holder may have it. */
    record Unknown(String reason) implements Claim {}
}
