package io.litedrill.recover;

import io.litedrill.lease.Claim;
import io.litedrill.lease.KeptLease;
import io.litedrill.lease.Lease;
import io.litedrill.lease.Leases;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants one restore in place of a database at a time, over all processes that share a history.
 *
 * @param leases grants the rights
 * @param process the name of this process for messages, such as the name of the node
 */
public record RestoreRights(Leases leases, String process) {
    /** Grants every restore, for a process that shares no history. */
    public static final RestoreRights LOCAL = new RestoreRights(Leases.LOCAL, "this process");

    private static final Logger LOG = LoggerFactory.getLogger(RestoreRights.class);

    /** How long a process may stop before another one can restore in its place. */
    static final Duration TIME = Duration.ofSeconds(30);

    /**
     * Requests the right to restore a database in place. A database of leases that does not answer refuses nothing: the
     * lock of files still excludes restores on this machine.
     */
    RestoreRight take(String database, String runId) {
        String name = "restore:" + database;
        String holder = process + " (run " + runId + ")";
        Claim claim = leases.acquire(name, holder, TIME);
        if (claim instanceof Claim.Unknown unknown) {
            LOG.warn(
                    "{} The restore goes on: meanwhile, only restores on this machine are excluded.", unknown.reason());
        }
        KeptLease kept = claim instanceof Claim.Granted granted
                ? new KeptLease(leases, granted.lease(), TIME)
                : new KeptLease(Leases.LOCAL, new Lease(name, holder, 0), TIME);
        return new RestoreRight(runId, claim, kept);
    }
}
