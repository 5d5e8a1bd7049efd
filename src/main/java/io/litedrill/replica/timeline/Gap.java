package io.litedrill.replica.timeline;

import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time without recovery points, between recovery points or after the newest.
 *
 * @param after the last recovery point before it, if there is one
 * @param before time of the first file behind it, whether or not that file can be reached
 * @param missing what is not there
 * @param newestBehind time of the newest file behind it that nothing else reaches; empty when what is behind is reachable
 *     another way
 */
public record Gap(Optional<RecoveryPoint> after, Instant before, Missing missing, Optional<Instant> newestBehind) {

    /**
     * What is not there.
     *
     * @param what in the replica's own terms: {@code WAL index 00000003}, {@code TXID 0000000000000007}
     * @param where the address of the first file behind the gap, or of the damaged file that makes it
     */
    public record Missing(Kind kind, String what, String where) {}

    /** Why there are no recovery points. */
    public enum Kind {
        /** A file is missing. */
        HOLE,
        /** A file is there and cannot be used. */
        DAMAGE,
        /** A file was there before, and is gone without a reason. */
        VANISHED,
        /** Increments without a snapshot to replay them on. */
        NO_SNAPSHOT,
        /** Nothing is missing: one generation or layout ended, and another began. */
        CHANGE;

        /** What a file that cannot be used makes. */
        public static Kind of(ReplicaFile unusable) {
            return unusable.reading() instanceof Reading.Vanished ? VANISHED : DAMAGE;
        }
    }

    /** Whether something that was written is not there or cannot be used. */
    public boolean isLoss() {
        return missing.kind() != Kind.CHANGE;
    }
}
