package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When each database is drilled for the first time after a start. Pure. */
final class FirstDrills {
    /** Those never drilled first, then those drilled longest ago. */
    private static final Comparator<Watch> MOST_OVERDUE = Comparator.<Watch, Instant>comparing(
                    watch -> watch.lastDrill().orElse(Instant.MIN))
            .thenComparingDouble(watch -> Jitter.fraction(watch.database()))
            .thenComparing(Watch::database);

    private FirstDrills() {}

    /**
     * Gives each database its regular slot, or, where that is past, one of the next moments, one after the other.
     *
     * @param step between one overdue drill and the next
     * @return by database; without those that are never drilled
     */
    static Map<String, Instant> after(Instant now, List<Watch> watches, Duration step) {
        Map<String, Instant> first = new LinkedHashMap<>();
        List<Watch> overdue = new ArrayList<>();
        for (Watch watch : watches) {
            if (isOverdue(watch, now)) {
                overdue.add(watch);
            } else {
                due(watch, lastUpTo(now, watch).orElse(now)).ifPresent(time -> first.put(watch.database(), time));
            }
        }
        overdue.sort(MOST_OVERDUE);
        for (int i = 0; i < overdue.size(); i++) {
            first.put(overdue.get(i).database(), now.plus(step.multipliedBy(i)));
        }
        return first;
    }

    private static boolean isOverdue(Watch watch, Instant now) {
        if (watch.timing().drills() instanceof Cadence.Never) {
            return false;
        }
        return lastUpTo(now, watch)
                .map(last -> due(watch, last).filter(time -> !time.isAfter(now)).isPresent())
                .orElse(true);
    }

    /** A clock that was ahead once must not put off the next drill until it is reached again. */
    private static Optional<Instant> lastUpTo(Instant now, Watch watch) {
        return watch.lastDrill().map(last -> last.isAfter(now) ? now : last);
    }

    private static Optional<Instant> due(Watch watch, Instant last) {
        return watch.timing().drills().due(watch.database(), last);
    }
}
