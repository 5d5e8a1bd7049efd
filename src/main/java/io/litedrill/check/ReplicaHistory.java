package io.litedrill.check;

import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.memory.KnownFiles;
import java.time.Instant;
import java.util.Optional;

/** What was known before this look, and what is to be known at the next. The command line with a URL target has {@link #NONE}. */
public interface ReplicaHistory {
    /** Remembers nothing. */
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

    /** When this replica was checked for the first time, whatever came of it. */
    Optional<Instant> firstSeen(ReplicaId id);

    /** What the drills of this replica came to so far; empty when there was none. */
    Optional<PastDrills> drills(ReplicaId id);

    /** What the last check that could compare with the live database saw; empty when there was none. */
    default Optional<LastSync> lastSync(ReplicaId id) {
        return Optional.empty();
    }

    /** What is remembered of its files; empty when nothing is. */
    default Optional<KnownFiles> files(ReplicaId id) {
        return Optional.empty();
    }

    /**
     * Remembers the files of a replica; without effect where nothing is kept. Does not throw.
     *
     * @param before what {@link #files} answered before the replica was listed
     */
    default void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {}

    /** What is remembered of the WAL of the live database; empty when nothing is. */
    default Optional<WalMemory> wal(ReplicaId id) {
        return Optional.empty();
    }

    /** Remembers what the WAL of the live database held; without effect where nothing is kept. Does not throw. */
    default void remember(ReplicaId id, WalMemory now) {}
    /** What earlier runs proved of its files by reading them; nothing where nothing is kept. */
    default ProvedFiles proved(ReplicaId id) {
        return ProvedFiles.NONE;
    }

    /** Remembers what a run proved of the files of a replica; without effect where nothing is kept. Does not throw. */
    default void keepProved(ReplicaId id, ReadFiles read) {}

    /**
     * What is remembered of the comparison with the live database.
     *
     * @param inSync when all that the live database held was in the replica for the last time, as far as is known
     * @param newest time of the newest recovery point then
     */
    record LastSync(Instant inSync, Instant newest) {}

    /**
     * What is remembered of the drills of a replica.
     *
     * @param last when the last one ended, whatever came of it
     * @param lastPassed when the last one that passed ended
     * @param lastFailed when the last one that failed ended
     * @param speed how fast restoring was in the last passed one
     */
    record PastDrills(
            Instant last, Optional<Instant> lastPassed, Optional<Instant> lastFailed, Optional<Speed> speed) {}

    /**
     * How fast a restore was.
     *
     * @param restoreSeconds plan and restore, without verifying; above 0
     * @param bytesRead from the store, as stored
     */
    record Speed(double restoreSeconds, long bytesRead) {}
}
