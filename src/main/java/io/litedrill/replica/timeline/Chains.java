package io.litedrill.replica.timeline;

import io.litedrill.replica.Position;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be replayed of one generation, or of the LTX files of a replica. Pure: made from an inventory, reads nothing. */
public interface Chains {
    /** Recovery points, stretch by stretch, oldest first. */
    List<ContiguousPoints> stretches();

    /** The holes, oldest first. */
    List<Gap> holes();

    /** The files that lead to a recovery point of this history; empty when it is none of it. */
    Optional<Chain> chainTo(Position position);

    /** The newest recovery point that was written no later than a time, as Litestream itself counts. */
    Optional<RecoveryPoint> newestAt(Instant time);

    /** How many points of a stretch of this history are proved by the files that were read. */
    ProvedPoints proved(ContiguousPoints stretch, ProvedFiles files);

    /** When a newest state that is too young to be proved sound will have been waited for long enough; empty when none is. */
    Optional<Instant> pendingUntil();
}
