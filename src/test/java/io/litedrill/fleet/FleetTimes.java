package io.litedrill.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records the times of checks in the server: a LIST begins a check if it arrives long after the previous one. */
final class FleetTimes {
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final Map<String, List<Long>> begins = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private long requests;

    /** The counts of a period. */
    record Seen(long requests, long checks, long late, double worstSeconds, long mostPerSecond) {}

    synchronized void request(Optional<String> database) {
        requests++;
        database.ifPresent(name -> {
            long now = System.nanoTime();
            Long before = last.put(name, now);
            if (before == null || now - before > PAUSE) {
                begins.computeIfAbsent(name, key -> new ArrayList<>()).add(now);
            }
        });
    }

    synchronized long requests() {
        return requests;
    }

    /**
     * Returns the counts since a time.
     *
     * @param since of {@link System#nanoTime}
     * @param requestsBefore the number of requests then
     * @param interval the time between two checks of a database
     * @param tolerance a check is late if it begins this long after its time
     */
    synchronized Seen since(long since, long requestsBefore, Duration interval, Duration tolerance) {
        long now = System.nanoTime();
        long checks = 0;
        long late = 0;
        long worst = 0;
        Map<Long, Long> perSecond = new HashMap<>();
        for (List<Long> times : begins.values()) {
            long before = times.get(0);
            for (long time : times) {
                if (time - since > 0) {
                    checks++;
                    perSecond.merge((time - since) / 1_000_000_000L, 1L, Long::sum);
                    long by = Math.max(0, time - before - interval.toNanos());
                    worst = Math.max(worst, by);
                    late += by > tolerance.toNanos() ? 1 : 0;
                }
                before = time;
            }
            // a check that has not started yet
            long by = now - before - interval.toNanos();
            worst = Math.max(worst, by);
            late += by > tolerance.toNanos() ? 1 : 0;
        }
        long most = perSecond.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new Seen(requests - requestsBefore, checks, late, worst / 1e9, most);
    }
}
