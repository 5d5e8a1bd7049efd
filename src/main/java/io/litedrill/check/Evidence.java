package io.litedrill.check;

import io.litedrill.live.LiveState;
import io.litedrill.replica.Layout;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Instant;
import java.util.Optional;

/**
 * The input of the rules, read before any rule runs.
 *
 * @param live state of the live database; empty when its path is unknown
 * @param earlier what is known of earlier checks and drills
 */
record Evidence(CheckedReplica watched, Scan scan, Optional<LiveState> live, Earlier earlier, Instant now) {
    /**
     * The facts of earlier runs that several rules use, read once for each check.
     *
     * @param memory the history of the replica before this check
     * @param firstSeen when the replica was first checked
     */
    record Earlier(ReplicaHistory memory, Optional<Instant> firstSeen, Optional<ReplicaHistory.PastDrills> drills) {
        static Earlier of(ReplicaHistory memory, ReplicaId id) {
            return new Earlier(memory, memory.firstSeen(id), memory.drills(id));
        }
    }

    /** Reads the earlier runs. */
    Evidence(CheckedReplica watched, Scan scan, Optional<LiveState> live, ReplicaHistory memory, Instant now) {
        this(watched, scan, live, Earlier.of(memory, watched.id()), now);
    }

    ReplicaHistory memory() {
        return earlier.memory;
    }

    /**
     * Returns when the replica was read. A long check lists files that are newer than its beginning, which are not from
     * the future.
     */
    Instant read() {
        Instant ended = scan.listing().ended();
        return ended.isAfter(now) ? ended : now;
    }

    String location() {
        return watched.replica().location();
    }

    Optional<RecoveryPoint> newest() {
        return scan.timeline().newest();
    }

    /**
     * Returns the layout of the newest recovery point: it shows the version of Litestream that writes the replica.
     */
    Layout layout() {
        return newest().map(point -> point.position().layout()).orElse(Layout.WAL);
    }

    /** Returns the live database, if it exists and can be read. */
    Optional<LiveState.Present> present() {
        return live.filter(LiveState.Present.class::isInstance).map(LiveState.Present.class::cast);
    }

    /** Returns whether an earlier check or restore found a database at the live path, and the path is empty now. */
    boolean isLiveGone() {
        return live.filter(LiveState.Missing.class::isInstance).isPresent()
                && watched.live()
                        .filter(path -> LiveMemory.isKnown(memory(), watched.id(), path))
                        .isPresent();
    }

    /** Returns the last restore over the live path. */
    Optional<LiveMemory.RestoredFile> restored() {
        return watched.live().flatMap(path -> LiveMemory.restored(memory(), watched.id(), path));
    }

    /** Returns the command that lists the recovery points. */
    Hint windowCommand() {
        return watched.command(CommandVerb.WINDOW);
    }
}
