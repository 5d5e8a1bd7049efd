package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.ResultSink;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.ResultListener;
import io.litedrill.metrics.Metrics;
import io.litedrill.notify.Notifier;
import io.litedrill.recover.RestoreReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes each result of the daemon to the metrics, to the history if there is one, to the user's URLs, to the log,
 * as an event, and to memory for the API. Safe for use by several threads.
 */
public final class ResultPublisher {
    private final Map<ReplicaId, CheckResult> checks = new ConcurrentHashMap<>();
    private final Map<ReplicaId, DrillResult> drills = new ConcurrentHashMap<>();
    private final RecentResults<DrillResult> recentDrills = new RecentResults<>();
    private final RecentResults<ScrubResult> recentScrubs = new RecentResults<>();
    private final RecentResults<RestoreReport> recentRestores = new RecentResults<>();
    private final RecentTrends trends = new RecentTrends();
    private final ResultLog log = new ResultLog();
    private final Metrics metrics;
    private final Optional<HistoryStore> history;
    private final Notifier notifier;
    private volatile Optional<LiveEvents> events = Optional.empty();

    public ResultPublisher(Metrics metrics, Optional<HistoryStore> history, Notifier notifier) {
        this.notifier = notifier;
        this.metrics = metrics;
        this.history = history;
    }

    /** Also publishes results as events from now on. */
    public void publishTo(LiveEvents live) {
        events = Optional.of(live);
    }

    /** Returns how the results of each replica developed. */
    public RecentTrends trends() {
        return trends;
    }

    public void check(CheckResult result) {
        log.check(Optional.ofNullable(checks.put(result.id(), result)), result);
        trends.check(result);
        hand(result, metrics.checks(), history.map(HistoryStore::checks));
        events.ifPresent(live -> live.check(result));
        notifier.checks().accept(result);
    }

    public void drill(DrillResult result) {
        log.drill(result);
        drills.put(result.id(), result);
        recentDrills.add(result.run().runId(), result);
        trends.drill(result);
        hand(result, metrics.drills(), history.map(HistoryStore::drills));
        events.ifPresent(live -> live.drill(result));
        notifier.drills().accept(result);
    }

    public void scrub(ScrubResult result) {
        log.scrub(result);
        recentScrubs.add(result.run().runId(), result);
        hand(result, metrics.scrubs(), history.map(HistoryStore::scrubs));
        events.ifPresent(live -> live.scrub(result));
    }

    public void restore(RestoreReport report) {
        log.restore(report);
        recentRestores.add(report.run().runId(), report);
        hand(report, metrics.restores(), history.map(HistoryStore::restores));
        events.ifPresent(live -> live.restore(report));
        notifier.restores().accept(report);
    }

    private static <R> void hand(R result, ResultSink<R> metrics, Optional<ResultSink<R>> history) {
        metrics.accept(result);
        history.ifPresent(sink -> sink.accept(result));
    }

    /**
     * Publishes results of other processes in the metrics, as events, and to memory for the API. Counts, stores and
     * sends nothing, as the other process does that. A result that is older than a known one changes nothing.
     */
    ResultListener followed() {
        return new FollowedResults(this, metrics, events);
    }

    /** Replaces the latest check of a replica by a later one; returns whether it is later. */
    boolean follow(CheckResult result) {
        boolean later = latestCheck(result.id())
                .filter(known -> !known.run().at().isBefore(result.run().at()))
                .isEmpty();
        if (later) {
            checks.put(result.id(), result);
            trends.check(result);
        }
        return later;
    }

    /** Replaces the latest drill of a replica by a later one; returns whether it is later. */
    boolean follow(DrillResult result) {
        boolean later = latestDrill(result.id())
                .filter(known -> !known.run().endedAt().isBefore(result.run().endedAt()))
                .isEmpty();
        if (later) {
            drills.put(result.id(), result);
            trends.drill(result);
        }
        return later;
    }

    /** Sets the results from before the start for the API. Counts and stores nothing. */
    public void remember(Optional<CheckResult> check, Optional<DrillResult> drill) {
        check.ifPresent(result -> checks.putIfAbsent(result.id(), result));
        drill.ifPresent(result -> drills.putIfAbsent(result.id(), result));
    }

    /** Sets the drill of another process for the API if it is newer. */
    public void learn(DrillResult result) {
        trends.drill(result);
        drills.merge(
                result.id(),
                result,
                (ours, theirs) -> ours.run().endedAt().isAfter(theirs.run().endedAt()) ? ours : theirs);
    }

    public Optional<CheckResult> latestCheck(ReplicaId id) {
        return Optional.ofNullable(checks.get(id));
    }

    public Optional<DrillResult> latestDrill(ReplicaId id) {
        return Optional.ofNullable(drills.get(id));
    }

    public Optional<DrillResult> recentDrill(String runId) {
        return recentDrills.find(runId);
    }

    public Optional<RestoreReport> recentRestore(String runId) {
        return recentRestores.find(runId);
    }

    public List<DrillResult> recentDrills(String database, int limit) {
        return recentDrills.list(result -> result.id().database().equals(database), limit);
    }

    public List<ScrubResult> recentScrubs(String database, int limit) {
        return recentScrubs.list(result -> result.id().database().equals(database), limit);
    }

    public List<RestoreReport> recentRestores(String database, int limit) {
        return recentRestores.list(report -> report.id().database().equals(database), limit);
    }
}
