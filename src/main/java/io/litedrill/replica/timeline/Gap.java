package io.litedrill.replica.timeline;

import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import java.time.Instant;
import java.util.Optional;

/**
 * Describes a period without recovery points, between recovery points or after the newest.
 *
 * @param after the last recovery point before the gap, if any
 * @param before time of the first file after the gap, whether or not that file is reachable
 * @param missing the missing data
 * @param newestBehind time of the newest file after the gap that no other chain reaches; empty when the files after the
 *     gap are reachable another way
 */
public record Gap(Optional<RecoveryPoint> after, Instant before, Missing missing, Optional<Instant> newestBehind) {

    /**
     * Describes the missing data.
     *
     * @param what in the replica's own terms: {@code WAL index 00000003}, {@code TXID 0000000000000007}
     * @param where the address of the first file after the gap, or of the damaged file that causes it
     * @param behind the address of the last file before a hole; empty for other gaps, and if there is none
     */
    public record Missing(Kind kind, String what, String where, Optional<String> behind) {
        /** Describes missing data without a file before it. */
        public Missing(Kind kind, String what, String where) {
            this(kind, what, where, Optional.empty());
        }

        /** Returns the place of the gap, for people: two files, or one. */
        public String place() {
            return behind.filter(file -> kind == Kind.HOLE)
                    .map(file -> file + ", then " + where)
                    .orElse(where);
        }
    }

    /** Names the reasons for a gap. */
    public enum Kind {
        /** A file is missing. */
        HOLE,
        /** A file exists but cannot be used. */
        DAMAGE,
        /** A file was listed before and vanished without an explanation. */
        VANISHED,
        /** Increments without a snapshot to replay them on. */
        NO_SNAPSHOT,
        /** Committed writes that Litestream has skipped. Later points can be restored and lack them. */
        SKIPPED,
        /** Nothing is missing: one generation or layout ended, and another began. */
        CHANGE;

        /** Returns the kind of gap that an unusable file causes. */
        public static Kind of(ReplicaFile unusable) {
            return unusable.reading() instanceof Reading.Vanished ? VANISHED : DAMAGE;
        }
    }

    /** Returns whether written data is missing or unusable. */
    public boolean isLoss() {
        return missing.kind() != Kind.CHANGE;
    }
}
