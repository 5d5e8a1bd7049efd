package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the first check of each database after a start or after it was added. A few are checked at once. Many are
 * spread over a minute, or over the interval of their checks if that is shorter: they would otherwise wait for each
 * other, and delay the checks of the databases that are watched already. Pure.
 */
final class FirstChecks {
    /** A number of checks that is done in a few seconds. */
    private static final int FEW = 100;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private FirstChecks() {}

    /** Returns the times by database. */
    static Map<String, Instant> after(Instant now, List<ScheduledDatabase> added) {
        Map<String, Instant> first = new LinkedHashMap<>();
        for (ScheduledDatabase database : added) {
            Duration interval = database.timing().checks().interval();
            Duration spread = interval.compareTo(LONGEST) < 0 ? interval : LONGEST;
            String name = database.database();
            first.put(name, added.size() <= FEW ? now : now.plus(Jitter.within(spread, name)));
        }
        return first;
    }
}
