package io.litedrill.drill;

import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.timeline.Timeline;
import java.util.List;

/**
 * Which recovery points lie before another one: by position where both are of one history, since times mislead there. A copied
 * replica has the times of its copy, some stores keep whole seconds, and only of some files the header's own time is known.
 */
final class EarlierPoints {
    private EarlierPoints() {}

    /** Those before a point, in the order of replay: the newest last. The point itself need not be one of the timeline. */
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
