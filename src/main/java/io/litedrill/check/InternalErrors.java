package io.litedrill.check;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates findings for internal errors. An internal error is no evidence about the backup, must not stop the checks
 * of other replicas, and must be reported. Its verdict is unknown, never ok and never failed.
 */
public final class InternalErrors {
    private static final Logger LOG = LoggerFactory.getLogger(InternalErrors.class);

    private InternalErrors() {}

    /**
     * Logs the error with its stack trace and returns a finding.
     *
     * @param where the replica that was checked
     * @throws StoppedException when the thread was interrupted, which is the cause of the failure
     */
    public static Finding of(Throwable fault, String where) {
        if (fault instanceof StoppedException stopped) {
            throw stopped;
        }
        if (Thread.currentThread().isInterrupted() && !(fault instanceof Error)) {
            LOG.debug("{}: stopped", where, fault);
            throw new StoppedException(where, fault);
        }
        LOG.error("{}: internal error on this replica (a bug in Litedrill)", where, fault);
        return new Finding(
                FindingCode.REPLICA_UNSUPPORTED,
                Severity.UNKNOWN,
                FindingSentence.INTERNAL_ERROR.of(fault),
                where,
                Hint.text("please report it with the trace from the log, at the project's issue tracker"));
    }
}
