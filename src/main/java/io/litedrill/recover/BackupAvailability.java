package io.litedrill.recover;

import io.litedrill.check.InternalErrors;
import io.litedrill.check.StoppedException;
import io.litedrill.check.StorageFindings;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.drill.SoundRestore;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.storage.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Describes the newest state that a replica can provide for a restore. */
sealed interface BackupAvailability {
    /** Returns the replica. */
    RestoreSource source();

    /**
     * A backup that a listing reports as restorable.
     *
     * @param listed the files of the replica
     * @param time the time of the newest recovery point; empty while it is too new to be proved
     */
    record Backup(RestoreSource source, Inventory listed, Optional<Instant> time) implements BackupAvailability {}

    /** A replica whose store answered and that holds no restorable backup. */
    record Nothing(RestoreSource source, boolean empty) implements BackupAvailability {}

    /** A replica whose backup cannot be determined: its store does not answer, or its files have an unknown format. */
    record Unknown(RestoreSource source, String reason) implements BackupAvailability {}

    /** Lists the replica and classifies it. Never throws: a store failure is returned as {@link Unknown}. */
    static BackupAvailability at(RestoreSource source, ReadingCache cache, InstantSource clock) {
        var watched = source.watched();
        try {
            Scan scan = new ReplicaScanner(watched.replica(), watched.settings(), cache, clock).scan(Depth.NEWEST);
            return of(source, scan);
        } catch (StorageException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new Unknown(source, reason(e, watched.replica().location()));
        }
    }

    private static String reason(Throwable failure, String where) {
        try {
            return failure instanceof StorageException unreadable
                    ? StorageFindings.of(unreadable, where).message()
                    : InternalErrors.of(failure, where).message();
        } catch (StoppedException stopped) {
            return SoundRestore.STOPPED;
        }
    }

    private static BackupAvailability of(RestoreSource source, Scan scan) {
        PlanResult plan = new Planner(scan.replica(), scan.timeline()).plan(new Point.Newest());
        if (plan instanceof PlanResult.NoBackup) {
            return scan.inventory().mayHoldUnreadBackup()
                    ? new Unknown(source, UnreadableFiles.snapshots(scan.inventory()))
                    : new Nothing(source, scan.inventory().isEmpty());
        }
        return new Backup(source, scan.inventory(), scan.timeline().newest().map(RecoveryPoint::time));
    }
}
