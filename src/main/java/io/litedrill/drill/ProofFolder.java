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
 * Where proofs are made: a folder for what is restored, and the replica it is restored from.
 *
 * @param settling how long what was pending when a file was written may take to be uploaded
 * @param now when the files were listed
 */
record ProofFolder(Replica replica, Path folder, Duration settling, Instant now) {
    /** There is not enough room for what a proof has to write. */
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

    /** Whether all that was pending at a time has been uploaded since. */
    boolean isSettled(Instant time) {
        return time.plus(settling).isBefore(now);
    }

    /** The file that a chain is restored to; what an earlier proof left there is removed. */
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

    /** A file that is not there yet, once there is room for so many bytes. */
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
