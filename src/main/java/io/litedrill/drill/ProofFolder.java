package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.replica.Replica;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.restore.ReplicaReader;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds the scratch folder and the replica for proofs.
 *
 * @param settling maximum time until changes that were pending when a file was written are uploaded
 * @param now when the files were listed
 */
record ProofFolder(Replica replica, Path folder, Duration settling, Instant now) {
    /** Reports too little disk space for the files that a proof writes. */
    static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Finding finding;

        NoRoomException(Finding finding) {
            super(finding.message());
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }

    ReplicaReader reader() {
        return new ReplicaReader(replica);
    }

    /** Returns true when all changes pending at a time have been uploaded since. */
    boolean isSettled(Instant time) {
        return time.plus(settling).isBefore(now);
    }

    /** Restores a chain and returns the restored file. The file of an earlier proof is replaced. */
    Path restored(Chain chain) throws IOException {
        Path file = fresh();
        RestorePlan plan = new RestorePlan(replica, chain, TimeRequest.NONE);
        Optional<Finding> noRoom = DiskSpace.missing(plan, folder);
        if (noRoom.isPresent()) {
            throw new NoRoomException(noRoom.get());
        }
        RestoreEngine.restore(plan, file, RestoreListener.NONE);
        return file;
    }

    /** Returns the path of a new file, after checking that this many bytes are free. */
    Path fresh(long bytes) throws IOException {
        Path file = fresh();
        Optional<Finding> noRoom = DiskSpace.missing(bytes, folder);
        if (noRoom.isPresent()) {
            throw new NoRoomException(noRoom.get());
        }
        return file;
    }

    private Path fresh() throws IOException {
        Path file = folder.resolve("proof.db");
        Files.deleteIfExists(file);
        return file;
    }
}
