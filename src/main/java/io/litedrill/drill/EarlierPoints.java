package io.litedrill.drill;

import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.timeline.Timeline;
import java.util.List;

/**
 * Finds the recovery points before another one. Points of one history are ordered by position, because times are
 * unreliable there: a copied replica has the times of its copy, some stores keep whole seconds, and the time in the
 * header is known only of some files.
 */
final class EarlierPoints {
    private EarlierPoints() {}

    /**
     * Returns the points before a point in replay order, newest last. The point itself need not be on the timeline.
     */
    static List<RecoveryPoint> than(RecoveryPoint point, Timeline timeline) {
        return timeline.points().filter(other -> isEarlier(other, point)).toList();
    }

    private static boolean isEarlier(RecoveryPoint one, RecoveryPoint other) {
        Position a = one.position();
        Position b = other.position();
        if (a instanceof LtxPosition first && b instanceof LtxPosition second) {
            return first.compareTo(second) < 0;
        }
        if (a instanceof WalPosition first
                && b instanceof WalPosition second
                && first.generation().equals(second.generation())) {
            return first.compareTo(second) < 0;
        }
        return !one.time().isAfter(other.time());
    }
}
