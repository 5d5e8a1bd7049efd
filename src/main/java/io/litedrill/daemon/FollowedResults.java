package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.history.ResultListener;
import io.litedrill.metrics.Metrics;
import io.litedrill.recover.RestoreReport;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Publishes the results of other processes: in the metrics, as events, and to memory for the API. A result that is
 * older than a known one of its replica changes nothing but the lists of the history.
 */
final class FollowedResults implements ResultListener {
    private final ResultPublisher results;
    private final Metrics metrics;
    private final Optional<LiveEvents> events;

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
        metrics.reload(result);
        event(live -> live.scrub(result));
    }

    @Override
    public void restore(RestoreReport report) {
        metrics.reload(report.id(), report);
        event(live -> live.restore(report));
    }

    private void event(Consumer<LiveEvents> publish) {
        events.ifPresent(publish);
    }
}
