package io.litedrill.check;

import io.litedrill.live.FileStamp;
import io.litedrill.live.LiveState;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The facts in the history about the live file of a replica.
 *
 * @param path the live path; facts about another path are ignored
 * @param restored the last restore over this path; empty without one
 */
public record LiveMemory(Path path, Optional<RestoredFile> restored) {
    /**
     * The file that a restore gave the live path.
     *
     * @param file its size and time
     * @param point the state of the replica that the file holds
     * @param at when the file was restored
     */
    public record RestoredFile(FileStamp file, RecoveryPoint point, Instant at) {
        /**
         * Reads the size and time of a restored file before it gets the live path.
         *
         * @throws IOException when the file cannot be read
         */
        public static RestoredFile of(Path draft, RecoveryPoint point, Instant now) throws IOException {
            return new RestoredFile(FileStamp.of(draft), point, now);
        }

        boolean is(LiveState.Present live) {
            return live.isUnchangedSince(file);
        }
    }

    /**
     * Returns the restore that made the live file, if no process wrote to the file since.
     *
     * @param path the live path
     */
    public static Optional<RestoredFile> unchanged(
            ReplicaHistory memory, ReplicaId id, Path path, LiveState.Present live) {
        return restored(memory, id, path).filter(restored -> restored.is(live));
    }

    /** Returns whether a file was seen at a live path, or was restored there. */
    public static boolean isKnown(ReplicaHistory memory, ReplicaId id, Path path) {
        return memory.live(id).filter(known -> known.path().equals(path)).isPresent();
    }

    /** Stores that a file was seen at a live path. Writes only when that is new. */
    static void seen(ReplicaHistory memory, ReplicaId id, Path path) {
        if (!isKnown(memory, id, path)) {
            memory.remember(id, new LiveMemory(path, Optional.empty()));
        }
    }

    /** Returns the last restore over a live path. */
    static Optional<RestoredFile> restored(ReplicaHistory memory, ReplicaId id, Path path) {
        return memory.live(id).filter(known -> known.path().equals(path)).flatMap(LiveMemory::restored);
    }
}
