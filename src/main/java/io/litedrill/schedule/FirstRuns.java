package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes the first drill or scrub of each database after a start. Pure. */
final class FirstRuns {
    private final JobKind kind;
    /** Orders databases: those never run first, then those with the oldest run. */
    private final Comparator<ScheduledDatabase> mostOverdue;

    FirstRuns(JobKind kind) {
        this.kind = kind;
        this.mostOverdue = Comparator.<ScheduledDatabase, Instant>comparing(
                        watch -> watch.last(kind).orElse(Instant.MIN))
                .thenComparingDouble(watch -> Jitter.fraction(watch.database()))
                .thenComparing(ScheduledDatabase::database);
    }

    /**
     * Assigns each database its regular slot. Overdue databases receive consecutive times from now on.
     *
     * @param step the time between two overdue runs
     * @return the times by database; omits databases that are never run
     */
    Map<String, Instant> after(Instant now, List<ScheduledDatabase> watches, Duration step) {
        Map<String, Instant> first = new LinkedHashMap<>();
        List<ScheduledDatabase> overdue = new ArrayList<>();
        for (ScheduledDatabase watch : watches) {
            if (isOverdue(watch, now)) {
                overdue.add(watch);
            } else {
                due(watch, lastUpTo(now, watch).orElse(now)).ifPresent(time -> first.put(watch.database(), time));
            }
        }
        overdue.sort(mostOverdue);
        for (int i = 0; i < overdue.size(); i++) {
            first.put(overdue.get(i).database(), now.plus(step.multipliedBy(i)));
        }
        return first;
    }

    private boolean isOverdue(ScheduledDatabase watch, Instant now) {
        if (watch.cadence(kind) instanceof Cadence.Never) {
            return false;
        }
        return lastUpTo(now, watch)
                .map(last -> due(watch, last).filter(time -> !time.isAfter(now)).isPresent())
                .orElse(true);
    }

    /** Returns the last run. Ignores one in the future: a clock that was ahead once must not delay the next run. */
    private Optional<Instant> lastUpTo(Instant now, ScheduledDatabase watch) {
        return watch.last(kind).map(last -> last.isAfter(now) ? now : last);
    }

    private Optional<Instant> due(ScheduledDatabase watch, Instant last) {
        return watch.due(kind, last);
    }
}
