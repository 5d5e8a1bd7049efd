package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.recover.InPlaceOrder.Destination;
import io.litedrill.verify.Expectations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database that is to be there and sound before an application starts.
 *
 * @param runId unique in one history
 * @param sources its replicas, one or more
 * @param destination the newest state, and where it goes
 * @param terms when to restore, and from what
 */
public record EnsureOrder(String runId, List<Source> sources, Destination destination, Terms terms) {
    /** Copies the list. */
    public EnsureOrder {
        sources = List.copyOf(sources);
    }

    /**
     * A replica to restore from.
     *
     * @param expectations what the restored database is tested for
     */
    public record Source(CheckedReplica watched, Expectations expectations) {}

    /**
     * When to restore, and from what.
     *
     * @param when what is restored; all that is not sound, unless narrowed
     * @param maxAge how old the recovery point may be; empty: as old as it is, with a warning
     * @param firstStart what is taken for a first start
     * @param allowed what the owner allows of a restore
     */
    public record Terms(When when, Optional<Duration> maxAge, FirstStart firstStart, Allowed allowed) {}

    /**
     * What is taken for a first start.
     *
     * @param allowed whether nothing in a replica that was never known to hold anything is a first start, and no failure
     * @param confirmed whether it is one although there are replicas with similar paths, or the place may be a folder without its volume
     * @param configured addresses of the replicas of the configuration: similar paths of these are no sign of a mistake
     */
    public record FirstStart(boolean allowed, boolean confirmed, Set<String> configured) {
        /** Copies the set. */
        public FirstStart {
            configured = Set.copyOf(configured);
        }
    }

    /** What is restored. */
    public enum When {
        /** All that is not sound. */
        MISSING_OR_CORRUPT,
        /** Only where there is no file, or an empty one. */
        MISSING,
        /** Only what is no sound database. */
        CORRUPT
    }
}
