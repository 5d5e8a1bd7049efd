package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.history.ResultListener;
import io.litedrill.metrics.Metrics;
import io.litedrill.recover.RestoreReport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Publishes the results of other processes: in the metrics, as events, and to memory for the API. A result that is
 * older than a known one of its replica changes nothing but the lists of the history.
 */
final class FollowedResults implements ResultListener {
    private final ResultPublisher results;
    private final Metrics metrics;
    private final Optional<LiveEvents> events;
    private final Map<ReplicaId, Instant> scrubs = new ConcurrentHashMap<>();
    private final Map<ReplicaId, Instant> restores = new ConcurrentHashMap<>();

    FollowedResults(ResultPublisher results, Metrics metrics, Optional<LiveEvents> events) {
        this.results = results;
        this.metrics = metrics;
        this.events = events;
    }

    @Override
    public void check(CheckResult result) {
        if (results.follow(result)) {
            metrics.reload(result);
            event(live -> live.check(result));
        }
    }

    @Override
    public void drill(DrillResult result) {
        if (results.follow(result)) {
            metrics.reload(result);
        }
        event(live -> live.drill(result));
    }

    @Override
    public void scrub(ScrubResult result) {
        if (isLater(scrubs, result.id(), result.run().endedAt())) {
            metrics.reload(result);
        }
        event(live -> live.scrub(result));
    }

    @Override
    public void restore(RestoreReport report) {
        if (isLater(restores, report.id(), report.run().startedAt())) {
            metrics.reload(report.id(), report);
        }
        event(live -> live.restore(report));
    }

    private void event(Consumer<LiveEvents> publish) {
        events.ifPresent(publish);
    }

    private static boolean isLater(Map<ReplicaId, Instant> known, ReplicaId id, Instant time) {
        return known.merge(id, time, (before, now) -> now.isAfter(before) ? now : before)
                .equals(time);
    }
}
