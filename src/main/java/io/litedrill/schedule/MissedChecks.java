package io.litedrill.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Records when checks were due, on a monotonic clock, and finds the databases that missed several in a row. Safe for several threads. */
final class MissedChecks {
    private static final int INTERVALS = 3;

    private final LongSupplier nanos;
    private final Map<String, Due> last = new ConcurrentHashMap<>();

    /** The last time a check was due, and how often it should be. */
    private record Due(long atNanos, Duration interval) {
        boolean isMissed(long nowNanos) {
            return nowNanos - atNanos > interval.multipliedBy(INTERVALS).toNanos();
        }
    }

    /**
     * Records nothing yet.
     *
     * @param nanos monotonic, in nanoseconds, such as {@link System#nanoTime}
     */
    MissedChecks(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Records that a check of a database is due now, or that its first one will be.
     *
     * @param interval between its checks
     */
    void due(String database, Duration interval) {
        last.put(database, new Due(nanos.getAsLong(), interval));
    }

    /** Forgets a database that is no longer checked. */
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
