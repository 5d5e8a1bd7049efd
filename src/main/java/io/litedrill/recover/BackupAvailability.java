package io.litedrill.recover;

import io.litedrill.check.InternalErrors;
import io.litedrill.check.StoppedException;
import io.litedrill.check.StorageFindings;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.drill.SoundRestore;
import io.litedrill.recover.EnsureOrder.Source;
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

/** What a replica can give for a restore of the newest state. */
sealed interface BackupAvailability {
    /** The replica. */
    Source source();

    /**
     * A backup that can be restored, as far as a listing tells.
     *
     * @param time of the newest recovery point; empty while it is too young to be proved
     */
    record Backup(Source source, Optional<Instant> time) implements BackupAvailability {}

    /** The store answered, and there is nothing that can be restored. */
    record Nothing(Source source, boolean empty) implements BackupAvailability {}

    /** Nobody knows: the store does not answer, or the files are of an unknown format. */
    record Unknown(Source source, String reason) implements BackupAvailability {}

    /** Looks; never throws for what it finds. */
    static BackupAvailability at(Source source, ReadingCache cache, InstantSource clock) {
        var watched = source.watched();
        try {
            Scan scan = new ReplicaScanner(watched.replica(), watched.settings(), cache, clock).scan(Depth.CHECK);
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

    private static BackupAvailability of(Source source, Scan scan) {
        PlanResult plan = new Planner(scan.replica(), scan.timeline()).plan(new Point.Newest());
        if (plan instanceof PlanResult.NoBackup) {
            return scan.inventory().mayHoldUnreadBackup()
                    ? new Unknown(source, UnreadableFiles.snapshots(scan.inventory()))
                    : new Nothing(source, scan.inventory().isEmpty());
        }
        return new Backup(source, scan.timeline().newest().map(RecoveryPoint::time));
    }
}
