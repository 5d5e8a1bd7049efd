package io.litedrill.check;

import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.verify.Contents;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Stores what checks, drills and scrubs use of earlier ones. Each method of this interface stores or returns nothing
 * unless it is overridden. The command line with a URL as target uses {@link #NONE}. No method throws.
 */
public interface ReplicaHistory {
    /** Stores nothing. */
    ReplicaHistory NONE = new ReplicaHistory() {};

    /** Returns why earlier runs cannot be read or results cannot be written; empty when the history works. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Returns when this replica was first checked, with any result. */
    default Optional<Instant> firstSeen(ReplicaId id) {
        return Optional.empty();
    }

    /** Returns the results of the earlier drills of this replica; empty without an earlier drill. */
    default Optional<PastDrills> drills(ReplicaId id) {
        return Optional.empty();
    }

    /** Returns the result of the last check that could compare with the live database; empty without such a check. */
    default Optional<LastSync> lastSync(ReplicaId id) {
        return Optional.empty();
    }

    /**
     * Returns the newest recovery point that was found by the last stored check at or before a time, without the
     * checks that could not read the replica; empty without such a check, or when it found none.
     */
    default Optional<RecoveryPoint> newestAt(ReplicaId id, Instant time) {
        return Optional.empty();
    }

    /**
     * Returns the codes of the findings of the last check that could read the replica; empty without such a check.
     */
    default Set<FindingCode> lastFindings(ReplicaId id) {
        return Set.of();
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

    /** Returns what is stored about the live file; empty when no check has found a file at the live path. */
    default Optional<LiveMemory> live(ReplicaId id) {
        return Optional.empty();
    }

    /** Stores facts about the live file, unless this history stores nothing. Does not throw. */
    default void remember(ReplicaId id, LiveMemory now) {}

    /** Returns the results of earlier runs that read the replica's files; empty when nothing is stored. */
    default ProvedFiles proved(ReplicaId id) {
        return ProvedFiles.NONE;
    }

    /**
     * Stores the results of a run that read files of a replica, unless this history stores nothing. Does not throw.
     */
    default void keepProved(ReplicaId id, ReadFiles read) {}

    /** Returns the contents that the last passed drill found; empty when none are stored. */
    default Optional<LastGood> lastGood(ReplicaId id) {
        return Optional.empty();
    }

    /** Replaces the contents that the last passed drill found, unless this history stores nothing. Does not throw. */
    default void keepLastGood(ReplicaId id, LastGood contents) {}

    /**
     * Returns the cross-proofs of scrubs that agreed, each as a digest of its files, so that each is done once.
     * Disagreements are not stored and are compared again.
     */
    default Set<String> agreedProofs(ReplicaId id) {
        return Set.of();
    }

    /** Replaces the stored cross-proofs, which drops those of deleted files. Does not throw. */
    default void keepAgreedProofs(ReplicaId id, Set<String> digests) {}

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
     * @param last when the last drill ended, with any result
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

    /**
     * The database contents that the last passed drill of a replica found.
     *
     * @param runId run ID of the drill
     * @param point time of the recovery point
     */
    record LastGood(String runId, Instant point, Contents contents) {}
}
