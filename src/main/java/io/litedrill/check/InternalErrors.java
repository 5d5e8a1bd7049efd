package io.litedrill.check;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort for a replica on which Litedrill itself fails: that says nothing about the backup, must not stop the look at
 * others, and must not go unheard. It is unknown, never ok and never failed.
 */
public final class InternalErrors {
    private static final Logger LOG = LoggerFactory.getLogger(InternalErrors.class);

    private InternalErrors() {}

    /**
     * Logs the fault with its trace, and makes it a finding.
     *
     * @param where the replica that was looked at
     * @throws StoppedException when the thread was interrupted, which is what made the work fail
     */
    public static Finding of(Throwable fault, String where) {
        if (fault instanceof StoppedException stopped) {
            throw stopped;
        }
        if (Thread.currentThread().isInterrupted() && !(fault instanceof Error)) {
            LOG.debug("{}: stopped", where, fault);
            throw new StoppedException(where, fault);
        }
        LOG.error("{}: Litedrill failed on this replica by a mistake of its own", where, fault);
        return new Finding(
                FindingCode.REPLICA_UNSUPPORTED,
                Severity.UNKNOWN,
                "Litedrill failed on this replica by a mistake of its own, which says nothing about the backup: "
                        + fault,
                where,
                "please report it with the trace from the log, at the project's issue tracker");
    }
}
