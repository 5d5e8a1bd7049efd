package io.litedrill.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Records when checks were due, on a monotonic clock, and finds the databases that missed several in a row. Safe for
 * use by several threads.
 */
final class MissedChecks {
    private static final int INTERVALS = 3;

    private final LongSupplier nanos;
    private final Map<String, Due> last = new ConcurrentHashMap<>();

    /** Holds the last time a check was due, and the interval between checks. */
    private record Due(long atNanos, Duration interval) {
        boolean isMissed(long nowNanos) {
            return nowNanos - atNanos > interval.multipliedBy(INTERVALS).toNanos();
        }
    }

    /**
     * Creates an empty record.
     *
     * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    MissedChecks(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Records that a check of a database is due now, or that its first one is scheduled.
     *
     * @param interval the time between its checks
     */
    void due(String database, Duration interval) {
        last.put(database, new Due(nanos.getAsLong(), interval));
    }

    /** Removes a database that is no longer checked. */
    void forget(String database) {
        last.remove(database);
    }

    /** Returns the names of the databases without a check for three intervals, sorted. */
    SortedSet<String> databases() {
        long now = nanos.getAsLong();
        SortedSet<String> missed = new TreeSet<>();
        last.forEach((database, due) -> {
            if (due.isMissed(now)) {
                missed.add(database);
            }
        });
        return missed;
    }
}
