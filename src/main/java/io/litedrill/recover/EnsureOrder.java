package io.litedrill.recover;

import io.litedrill.recover.InPlaceRestore.LiveFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requests that a database exists and is sound before its application starts.
 *
 * @param request the request for the restore, if one is needed: the newest state, to the live path
 * @param sources the replicas of the database, one or more
 * @param terms the conditions for a restore
 */
public record EnsureOrder(RestoreRequest request, List<RestoreSource> sources, LiveFile live, Terms terms) {
    /** Copies the list. */
    public EnsureOrder {
        sources = List.copyOf(sources);
    }

    /**
     * The conditions for a restore.
     *
     * @param when which condition of the live database causes a restore
     * @param maxAge the maximum age of the recovery point; empty: any age, with a warning
     * @param firstStart the rules for a first start
     */
    public record Terms(When when, Optional<Duration> maxAge, FirstStart firstStart) {}

    /**
     * The rules for a first start, when an application starts without a backup.
     *
     * @param allowed whether a first start is permitted when no replica is recorded to have held a backup
     * @param confirmed whether a first start is accepted although replicas with similar paths exist, or the path may be
     *     the mount point of an unmounted volume
     * @param configured the addresses of all configured replicas; these are not reported as similar paths
     */
    public record FirstStart(boolean allowed, boolean confirmed, Set<String> configured) {
        /** Copies the set. */
        public FirstStart {
            configured = Set.copyOf(configured);
        }
    }

    /** The condition of the live database that causes a restore. */
    public enum When {
        /** Any database that is missing or not sound. */
        MISSING_OR_CORRUPT,
        /** A missing or empty file. */
        MISSING,
        /** A file that is not a sound database. */
        CORRUPT
    }
}
