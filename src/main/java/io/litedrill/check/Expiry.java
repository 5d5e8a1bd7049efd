package io.litedrill.check;

import io.litedrill.replica.ReplicaFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which files of one layout Litestream's retention deletes. */
interface Expiry {
    /** Returns the files of the layout. */
    List<ReplicaFile> files();

    /** Returns the snapshots of the layout. */
    List<ReplicaFile> snapshots();

    /** Returns the files that retention deletes if it keeps the snapshots since a time, and that are older. */
    List<ReplicaFile> expired(Instant since);

    /**
     * Returns the time of the newest snapshot that has a younger file with at least this distance. Retention has been
     * enforced since that snapshot, if Litestream has run all the time.
     */
    default Optional<Instant> pruned(Duration distance) {
        Instant newest = files().stream()
                .map(ReplicaFile::time)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return snapshots().stream()
                .map(ReplicaFile::time)
                .filter(time -> !time.plus(distance).isAfter(newest))
                .max(Comparator.naturalOrder());
    }
}
