package io.litedrill.history;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of a history: the first one of a series, not one for each check. Safe for use by several threads.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final String place;
    /** The reason why the last write failed; empty when it succeeded. */
    private Optional<String> failure = Optional.empty();

    /** The reason why the last query failed; empty when it succeeded. */
    private Optional<String> unreadable = Optional.empty();

    AccessLog(String place) {
        this.place = place;
    }

    /** Returns a message about the last write if it failed. */
    synchronized Optional<String> lastFailure() {
        return failure.map(reason -> place + ": the last result could not be kept: " + reason + ". See the log.");
    }

    /** Logs a failed write. */
    synchronized void failed(String what, String reason, String consequence) {
        if (failure.isPresent()) {
            LOG.debug("{}: cannot {}: {} ({})", place, what, reason, consequence);
        } else {
            LOG.error(
                    "{}: cannot {}: {} ({}). Checks, drills and restores continue; no further failure is logged until"
                            + " this is repaired.",
                    place,
                    what,
                    reason,
                    consequence);
        }
        failure = Optional.of(reason);
    }

    synchronized void succeeded() {
        if (failure.isPresent()) {
            LOG.info("{}: the history can be written again.", place);
        }
        failure = Optional.empty();
        unreadable = Optional.empty();
    }

    /** Returns a message about the last query if it failed. */
    synchronized Optional<String> lastUnreadable() {
        return unreadable;
    }

    synchronized void readable() {
        unreadable = Optional.empty();
    }

    /** Logs a failed query of an engine. */
    synchronized void unreadable(HistoryException e) {
        if (unreadable.isEmpty()) {
            LOG.warn("{} Continuing without a history.", e.getMessage());
        } else {
            LOG.debug("{} Continuing without a history.", e.getMessage());
        }
        unreadable = Optional.of(String.valueOf(e.getMessage()));
    }

    /** Logs the number of results that are lost at the end of the process. */
    void closed(int pending) {
        if (pending > 0) {
            LOG.error("{}: {} results could not be kept and are lost, because this process ends.", place, pending);
        }
    }
}
