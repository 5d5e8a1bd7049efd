package io.litedrill.check;

import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.memory.KnownFiles;
import java.time.Instant;
import java.util.Optional;

/** Stores facts about replicas between checks. The command line with a URL as target uses {@link #NONE}. */
public interface ReplicaHistory {
    /** Stores nothing. */
    ReplicaHistory NONE = new ReplicaHistory() {
        @Override
        public Optional<Instant> firstSeen(ReplicaId id) {
            return Optional.empty();
        }

        @Override
        public Optional<PastDrills> drills(ReplicaId id) {
            return Optional.empty();
        }
    };

    /** Returns when this replica was first checked, whatever the result. */
    Optional<Instant> firstSeen(ReplicaId id);

    /** Returns the results of the earlier drills of this replica; empty without an earlier drill. */
    Optional<PastDrills> drills(ReplicaId id);

    /** Returns the result of the last check that could compare with the live database; empty without such a check. */
    default Optional<LastSync> lastSync(ReplicaId id) {
        return Optional.empty();
    }

    /** Returns the stored file list of a replica; empty when no list is stored. */
    default Optional<KnownFiles> files(ReplicaId id) {
        return Optional.empty();
    }

    /**
     * Stores the files of a replica, unless this history stores nothing. Does not throw.
     *
     * @param before the value that {@link #files} returned before the replica was listed
     */
    default void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {}

    /** Returns the stored state of the live database's WAL; empty when no state is stored. */
    default Optional<WalMemory> wal(ReplicaId id) {
        return Optional.empty();
    }

    /** Stores the state of the live database's WAL, unless this history stores nothing. Does not throw. */
    default void remember(ReplicaId id, WalMemory now) {}
    /** Returns the results of earlier runs that read the replica's files; empty when nothing is stored. */
    default ProvedFiles proved(ReplicaId id) {
        return ProvedFiles.NONE;
    }

    /** Stores the results of a run that read files of a replica, unless this history stores nothing. Does not throw. */
    default void keepProved(ReplicaId id, ReadFiles read) {}

    /**
     * The last comparison with the live database.
     *
     * @param inSync the last time when the replica was known to hold all changes of the live database
     * @param newest time of the newest recovery point then
     */
    record LastSync(Instant inSync, Instant newest) {}

    /**
     * The earlier drills of a replica.
     *
     * @param last when the last drill ended, whatever its result
     * @param lastPassed when the last passed drill ended
     * @param lastFailed when the last failed drill ended
     * @param speed speed of the restore in the last passed drill
     */
    record PastDrills(
            Instant last, Optional<Instant> lastPassed, Optional<Instant> lastFailed, Optional<Speed> speed) {}

    /**
     * The speed of a restore.
     *
     * @param restoreSeconds planning and restoring, without verifying, in seconds; above 0
     * @param bytesRead bytes read from the store, as stored
     */
    record Speed(double restoreSeconds, long bytesRead) {}
}
