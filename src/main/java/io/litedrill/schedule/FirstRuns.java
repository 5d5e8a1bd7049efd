package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When each database is drilled, or scrubbed, for the first time after a start. Pure. */
final class FirstRuns {
    private final JobKind kind;
    /** Those never looked at first, then those looked at longest ago. */
    private final Comparator<ScheduledDatabase> mostOverdue;

    FirstRuns(JobKind kind) {
        this.kind = kind;
        this.mostOverdue = Comparator.<ScheduledDatabase, Instant>comparing(
                        watch -> watch.last(kind).orElse(Instant.MIN))
                .thenComparingDouble(watch -> Jitter.fraction(watch.database()))
                .thenComparing(ScheduledDatabase::database);
    }

    /**
     * Gives each database its regular slot, or, where that is past, one of the next moments, one after the other.
     *
     * @param step between one overdue run and the next
     * @return by database; without those that are never looked at
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

    /** A clock that was ahead once must not put off the next run until it is reached again. */
    private Optional<Instant> lastUpTo(Instant now, ScheduledDatabase watch) {
        return watch.last(kind).map(last -> last.isAfter(now) ? now : last);
    }

    private Optional<Instant> due(ScheduledDatabase watch, Instant last) {
        return watch.cadence(kind).due(watch.database(), last);
    }
}
