package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Holds the results of an outage until they can be written, oldest first. A check with an unchanged state replaces the
 * pending one before it. Beyond the limit, the oldest result is dropped. Safe for use by several threads.
 */
final class PendingWrites {
    /** About 20 MB of results. */
    private static final int MOST = 10_000;

    private final Set<Write> writes = new LinkedHashSet<>();
    private final Map<ReplicaId, Write> lastChecks = new HashMap<>();
    private long lost;

    /** Holds one transaction. Two objects are equal only if they are the same. */
    static final class Write {
        final String what;
        final Optional<CheckState> check;
        final Consumer<Handle> work;

        /**
         * Creates a write.
         *
         * @param what the description for the log: {@code keep a check of shop (s3)}
         * @param check the state of a check; empty for other writes
         */
        Write(String what, Optional<CheckState> check, Consumer<Handle> work) {
            this.what = what;
            this.check = check;
            this.work = work;
        }
    }

    /** Adds a write. */
    synchronized void add(Write write) {
        write.check.ifPresent(state -> {
            Write before = lastChecks.put(state.id(), write);
            if (before != null && before.check.equals(write.check)) {
                writes.remove(before);
            }
        });
        writes.add(write);
        if (writes.size() > MOST) {
            drop(writes.iterator().next());
        }
    }

    synchronized Optional<Write> first() {
        return writes.stream().findFirst();
    }

    /** Removes a write that was stored. */
    synchronized boolean remove(Write write) {
        write.check.ifPresent(state -> lastChecks.remove(state.id(), write));
        return writes.remove(write);
    }

    /** Removes a write that will never be stored. */
    synchronized void drop(Write write) {
        if (remove(write)) {
            lost++;
        }
    }

    /** Counts a result that was never pending and will never be stored. */
    synchronized void lose() {
        lost++;
    }

    synchronized int size() {
        return writes.size();
    }

    /** Returns the number of results that were lost since the start. */
    synchronized long lost() {
        return lost;
    }
}
