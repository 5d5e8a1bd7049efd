package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.history.HistoryStore;
import io.litedrill.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Holds in memory how the lag of each replica developed in a week, and its last drills, for the board. Safe for use by
 * several threads.
 */
public final class RecentTrends {
    /** The length of the parts of the week; the greatest lag of each part is kept. */
    private static final Duration PART = Duration.ofHours(6);

    private static final int PARTS = 28;
    private static final int DRILLS = 12;

    private final Map<ReplicaId, Trend> trends = new ConcurrentHashMap<>();

    /** Loads how the lag of a replica developed from the history. */
    void loadLags(HistoryStore history, ReplicaId id) {
        Trend trend = trend(id);
        history.lags(id, PARTS, PART).forEach((part, lag) -> trend.lag(part, Optional.of(lag)));
    }

    /** Takes the drills of a replica from before the start. */
    void load(List<DrillResult> newestFirst, ReplicaId id) {
        Trend trend = trend(id);
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            trend.drill(newestFirst.get(i));
        }
    }

    public void check(CheckResult result) {
        trend(result.id()).lag(part(result.run().at()), result.seen().lag());
    }

    public void drill(DrillResult result) {
        trend(result.id()).drill(result);
    }

    /** Returns the last drill that reached a verdict. */
    public Optional<DrillResult> conclusive(ReplicaId id) {
        return trend(id).conclusive();
    }

    /** Returns the last drill that passed. */
    public Optional<DrillResult> passed(ReplicaId id) {
        return trend(id).passed();
    }

    /** Returns the last passed drill that read all files, which shows how long a restore takes. */
    public Optional<DrillResult> full(ReplicaId id) {
        return trend(id).full();
    }

    /**
     * Returns the keys {@code lag_trend}, one number or null for each part of the week, and {@code drill_trend}, both
     * oldest first.
     */
    public JsonObject json(ReplicaId id, Instant now) {
        return trend(id).json(part(now));
    }

    private Trend trend(ReplicaId id) {
        return trends.computeIfAbsent(id, unknown -> new Trend());
    }

    private static long part(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), PART.toSeconds());
    }

    /** Holds what the board shows of an older drill. */
    private record Drilled(String run, double seconds, DrillResult.Outcome outcome) {}

    /** Holds the trends of one replica. */
    private static final class Trend {
        private final Map<Long, Duration> lags = new ConcurrentHashMap<>();
        private final Deque<Drilled> drills = new ArrayDeque<>();
        private Optional<DrillResult> conclusive = Optional.empty();
        private Optional<DrillResult> passed = Optional.empty();
        private Optional<DrillResult> full = Optional.empty();

        synchronized void lag(long part, Optional<Duration> lag) {
            lag.ifPresent(known -> lags.merge(part, known, (a, b) -> a.compareTo(b) > 0 ? a : b));
            lags.keySet().removeIf(old -> old <= part - PARTS);
        }

        synchronized void drill(DrillResult drill) {
            String run = drill.run().runId();
            drills.removeIf(known -> known.run().equals(run));
            drills.addLast(new Drilled(run, drill.run().phases().total(), drill.outcome()));
            if (drills.size() > DRILLS) {
                drills.removeFirst();
            }
            if (drill.outcome() != DrillResult.Outcome.INCONCLUSIVE) {
                conclusive = Optional.of(drill);
            }
            if (drill.outcome() == DrillResult.Outcome.PASSED) {
                passed = Optional.of(drill);
                full = drill.isIncremental() ? full : passed;
            }
        }

        synchronized Optional<DrillResult> conclusive() {
            return conclusive;
        }

        synchronized Optional<DrillResult> passed() {
            return passed;
        }

        synchronized Optional<DrillResult> full() {
            return full;
        }

        synchronized JsonObject json(long last) {
            List<Optional<Duration>> week = new ArrayList<>();
            for (long part = last - PARTS + 1; part <= last; part++) {
                week.add(Optional.ofNullable(lags.get(part)));
            }
            Stream<JsonObject> each = drills.stream()
                    .map(drill -> JsonObject.with()
                            .put("seconds", drill.seconds())
                            .put("outcome", drill.outcome().name().toLowerCase(Locale.ROOT))
                            .build());
            return JsonObject.with()
                    .put("lag_trend", week)
                    .put("drill_trend", each.toList())
                    .build();
        }
    }
}
