package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.history.History;
import io.litedrill.history.HistoryException;
import io.litedrill.history.LastTimes;
import io.litedrill.history.Page;
import io.litedrill.metrics.Metrics;
import io.litedrill.metrics.Remembered;
import io.litedrill.schedule.Watch;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what the history knows of a replica when the daemon starts. */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    /** The newest drill of one of several replicas is not far down the list of their database. */
    private static final int FAR = 100;

    private static final Watch.Last NOTHING = new Watch.Last(Optional.empty(), Optional.empty());

    private final Optional<History> history;
    private final Metrics metrics;
    private final Results results;

    Reload(Optional<History> history, Metrics metrics, Results results) {
        this.history = history;
        this.metrics = metrics;
        this.results = results;
    }

    /**
     * Shows in metrics and API what happened before the start.
     *
     * @return when the last drill and scrub that came to a conclusion ended: one that was interrupted is still due
     */
    Watch.Last of(ReplicaId id) {
        try {
            return history.map(open -> take(open, id)).orElse(NOTHING);
        } catch (HistoryException e) {
            LOG.warn("{} Going on as if nothing were remembered of {}", e.getMessage(), id);
            return NOTHING;
        }
    }

    private Watch.Last take(History open, ReplicaId id) {
        LastTimes last = open.lastTimes(id);
        Optional<CheckResult> check = open.latestCheck(id);
        List<DrillResult> drills = open.drills(id.database(), Page.newest(FAR)).stream()
                .filter(result -> result.id().equals(id))
                .toList();
        Optional<DrillResult> drill = drills.stream().findFirst();
        // one that could not look ends nothing: what the last answer found goes on being shown
        drills.stream()
                .filter(result -> result.outcome() != DrillResult.Outcome.INCONCLUSIVE)
                .findFirst()
                .ifPresent(answer -> metrics.reload(id, Remembered.of(answer)));
        metrics.reload(
                id,
                new Remembered(
                        check,
                        drill,
                        open.latestScrub(id),
                        new Remembered.Times(last.drill(), last.passedDrill(), last.failedDrill(), last.restore())));
        results.remember(check, drill);
        Optional<Instant> lastDrill = Stream.of(last.passedDrill(), last.failedDrill())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return new Watch.Last(lastDrill, open.lastConclusiveScrub(id));
    }
}
