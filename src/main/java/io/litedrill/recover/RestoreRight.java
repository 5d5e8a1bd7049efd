package io.litedrill.recover;

import io.litedrill.lease.Claim;
import io.litedrill.lease.KeptLease;
import io.litedrill.recover.RestoreOutcome.Refusal;
import java.util.Optional;

/** The right of one run to restore a database in place. Renewed until it is closed. */
final class RestoreRight implements AutoCloseable {
    private final String runId;
    private final Claim claim;
    private final KeptLease lease;

    RestoreRight(String runId, Claim claim, KeptLease lease) {
        this.runId = runId;
        this.claim = claim;
        this.lease = lease;
    }

    String runId() {
        return runId;
    }

    /** Returns why the restore must not begin; empty when it may. */
    Optional<Refusal> refusal() {
        return claim instanceof Claim.Refused refused
                ? Optional.of(Refusal.of("another restore of it is running, by " + refused.holder()
                        + ". Wait for its end; the right of a process that was killed ends after "
                        + RestoreRights.TIME.toSeconds() + " s"))
                : Optional.empty();
    }

    /** Returns whether a claim must stay beside the database, because restores of other machines may replace it. */
    boolean isFenced() {
        return claim instanceof Claim.Unknown || lease.lease().isShared();
    }

    /** Returns the token of the right; 0 without one. */
    long token() {
        return lease.lease().token();
    }

    /**
     * Replaces the token by one that is greater than that of an earlier restore.
     *
     * @return false when another process has the right now, or that cannot be determined
     */
    boolean isRaisedAbove(long token) {
        return lease.raise(token) instanceof Claim.Granted;
    }

    /** Requests the right again. Returns why it is lost; empty while no other process has it. */
    Optional<String> lost() {
        return lease.check() instanceof Claim.Refused refused
                ? Optional.of("this process was stopped for so long that " + refused.holder()
                        + " may restore it now. Nothing was changed here")
                : Optional.empty();
    }

    @Override
    public void close() {
        lease.close();
    }
}
