package io.litedrill.restore;

import io.litedrill.replica.Layout;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.replica.timeline.Timeline;
import java.time.Instant;
import java.util.Optional;

/** Selects the files that produce a point, or the reason why no files do. Performs no I/O. */
public final class Planner {
    private final Replica replica;
    private final Timeline timeline;

    /** Creates a planner for restores of this replica. */
    public Planner(Replica replica, Timeline timeline) {
        this.replica = replica;
        this.timeline = timeline;
    }

    /**
     * Plans the restore of a point. A point that is not a recovery point is refused with its neighbours, and never
     * rounded.
     */
    public PlanResult plan(Point point) {
        Optional<RecoveryPoint> newest = timeline.newest();
        if (newest.isEmpty()) {
            return timeline.pendingUntil()
                    .<PlanResult>map(PlanResult.Pending::new)
                    .orElse(new PlanResult.NoBackup());
        }
        if (point instanceof Point.AtTime at) {
            return atTime(at.time(), newest.get());
        }
        if (point instanceof Point.AtPosition at) {
            return atPosition(at.position());
        }
        return newest(newest.get(), TimeRequest.NONE);
    }

    private PlanResult newest(RecoveryPoint newest, TimeRequest request) {
        Optional<Instant> pending = timeline.newerPendingUntil();
        if (pending.isPresent()) {
            return new PlanResult.Pending(pending.get());
        }
        return timeline.holeAtEnd()
                .<PlanResult>map(hole -> new PlanResult.Refused(
                        describe(hole), Optional.of(newest), Optional.empty(), Optional.of(hole.missing())))
                .orElseGet(() -> planned(newest, request));
    }

    private PlanResult atTime(Instant time, RecoveryPoint newest) {
        Optional<RecoveryPoint> at = timeline.at(time);
        if (at.isPresent()) {
            return planned(at.get(), TimeRequest.of(new Point.AtTime(time), timeline, false));
        }
        // a comparison with the newest point is not enough: after the clock was set back, older points have later times
        return timeline.from(time).isEmpty()
                ? newest(newest, TimeRequest.of(new Point.AtTime(time), timeline, true))
                : refused("no recovery point lies at " + time, time);
    }

    private PlanResult atPosition(Position position) {
        return timeline.chainTo(position)
                .<PlanResult>map(chain -> planned(chain, TimeRequest.NONE))
                .orElseGet(() -> new PlanResult.Refused(
                        "no file of the replica ends at " + position + otherLayout(position),
                        before(position),
                        after(position),
                        Optional.empty()));
    }

    private PlanResult planned(RecoveryPoint point, TimeRequest request) {
        return timeline.chainTo(point.position())
                .map(chain -> planned(chain, request))
                .orElseGet(() -> refused("no files lead to " + point.position(), point.time()));
    }

    private PlanResult planned(Chain chain, TimeRequest request) {
        return new PlanResult.Planned(new RestorePlan(replica, chain, request));
    }

    private PlanResult refused(String reason, Instant time) {
        return new PlanResult.Refused(reason, timeline.before(time), timeline.from(time), Optional.empty());
    }

    private static String describe(Gap hole) {
        String what = switch (hole.missing().kind()) {
            case DAMAGE -> " cannot be used";
            case VANISHED -> " was there before and is gone";
            case HOLE, NO_SNAPSHOT, SKIPPED, CHANGE -> " is missing";
        };
        return "the newest files cannot be reached: " + hole.missing().what() + what;
    }

    /**
     * Returns a hint where all states use the position format of the other layout, with the newest state as an example.
     */
    private String otherLayout(Position position) {
        boolean other = timeline.points().noneMatch(point -> point.position().layout() == position.layout());
        return timeline.newest()
                .filter(newest -> other)
                .map(newest -> position.layout() == Layout.LTX
                        ? ", which is a TXID of Litestream 0.5: the states of this replica are of Litestream 0.3, name"
                                + " one by its position (--position), such as " + newest.position()
                        : ", which is a position of Litestream 0.3: the states of this replica are of Litestream 0.5,"
                                + " name one by its TXID (--txid), such as " + newest.position())
                .orElse("");
    }

    private Optional<RecoveryPoint> before(Position position) {
        return timeline.points()
                .filter(point -> isBefore(point.position(), position))
                .reduce((first, second) -> second);
    }

    private Optional<RecoveryPoint> after(Position position) {
        return timeline.points()
                .filter(point -> isBefore(position, point.position()))
                .findFirst();
    }

    private static boolean isBefore(Position a, Position b) {
        if (a instanceof LtxPosition first && b instanceof LtxPosition second) {
            return first.compareTo(second) < 0;
        }
        if (a instanceof WalPosition first && b instanceof WalPosition second) {
            return first.generation().equals(second.generation()) && first.compareTo(second) < 0;
        }
        return false;
    }
}
