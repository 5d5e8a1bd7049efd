package io.litedrill.drill;

import io.litedrill.drill.RestoreAttempt.Try;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreException;
import io.litedrill.verify.Verification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Searches for the newest sound state before a state that is malformed, or has lost all rows, although every file is
 * sound. The files show no trace of the missing change, so states must be restored to be tested: first in growing steps
 * until one is sound, then by bisection. The search assumes that all states after the first bad one are bad too, as
 * after a lost change.
 */
final class SoundSearch {
    private final Planner planner;
    private final Timeline timeline;
    private final RestoreAttempt attempt;
    private final Predicate<Verification> acceptable;
    private final List<RestoreException> broken = new ArrayList<>();

    /**
     * Creates a search.
     *
     * @param acceptable true for the verification of a sound state
     */
    SoundSearch(Replica replica, Timeline timeline, RestoreAttempt attempt, Predicate<Verification> acceptable) {
        this.planner = new Planner(replica, timeline);
        this.timeline = timeline;
        this.attempt = attempt;
        this.acceptable = acceptable;
    }

    /**
     * Searches. Afterwards the output file of the attempt holds the result.
     *
     * @return the newest sound state, or the attempt that stopped the search; empty when no state is sound
     */
    Optional<Try> newestBefore(RecoveryPoint malformed) {
        List<RecoveryPoint> points = new ArrayList<>(EarlierPoints.than(malformed, timeline));
        Collections.reverse(points);
        int bad = -1;
        int at = 0;
        for (int step = 1; at < points.size(); step *= 2) {
            Try tried = tryPoint(points.get(at));
            if (tried instanceof Try.Stopped) {
                return Optional.of(tried);
            }
            if (isSound(tried)) {
                return between(points, bad, at, tried);
            }
            bad = at;
            at = at == points.size() - 1 ? points.size() : Math.min(at + step, points.size() - 1);
        }
        return Optional.empty();
    }

    /** Bisects between a malformed state and an older sound one, and ends on the newest sound one. */
    private Optional<Try> between(List<RecoveryPoint> points, int malformed, int sound, Try found) {
        int bad = malformed;
        int good = sound;
        Try last = found;
        while (good - bad > 1) {
            int middle = (good + bad) >>> 1;
            last = tryPoint(points.get(middle));
            if (last instanceof Try.Stopped) {
                return Optional.of(last);
            }
            if (isSound(last)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        // the file holds the last state tried, which may differ from the result
        return Optional.of(isSound(last) ? last : tryPoint(points.get(good)));
    }

    private Try tryPoint(RecoveryPoint point) {
        Try tried = PlanChoice.plan(planner, new Point.AtPosition(point.position()))
                .map(attempt::run)
                .orElseThrow(() -> new IllegalStateException(point + " is a recovery point that has no plan"));
        if (tried instanceof Try.Broken met) {
            broken.add(met.failure());
        }
        return tried;
    }

    /** Returns the failures of unusable files in the order of detection, repetitions included. */
    List<RestoreException> broken() {
        return List.copyOf(broken);
    }

    private boolean isSound(Try tried) {
        return tried instanceof Try.Tested tested && acceptable.test(tested.verification());
    }
}
