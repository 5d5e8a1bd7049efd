package io.litedrill.replica.timeline;

import io.litedrill.replica.Position;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Computes the chains of one generation, or of the LTX files of a replica. Pure: built from an inventory, reads
 * nothing.
 */
public interface Chains {
    /** Returns the recovery points, grouped in stretches without a hole, oldest first. */
    List<ContiguousPoints> stretches();

    /** Returns the holes, oldest first. */
    List<Gap> holes();

    /** Returns the files that lead to a recovery point of this history; empty for any other position. */
    Optional<Chain> chainTo(Position position);

    /** Returns the newest recovery point written no later than a time, by Litestream's own rule. */
    Optional<RecoveryPoint> newestAt(Instant time);

    /** Returns the points of a stretch of this history that the files read so far prove. */
    ProvedPoints proved(ContiguousPoints stretch, ProvedFiles files);

    /**
     * Returns when a newest state that is too young to be proved sound will be old enough; empty without such a state.
     */
    Optional<Instant> pendingUntil();
}
