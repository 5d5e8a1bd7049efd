package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.history.History;
import io.litedrill.history.HistoryException;
import io.litedrill.history.LastTimes;
import io.litedrill.history.Page;
import io.litedrill.metrics.Metrics;
import io.litedrill.metrics.PastEvents;
import io.litedrill.recover.RestoreReport;
import io.litedrill.schedule.ScheduledDatabase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what the history knows of a replica: when the daemon starts, and later what other processes kept in it, such as a restore by the
 * command line. Safe for use by several threads.
 */
public final class HistorySync {
    private static final Logger LOG = LoggerFactory.getLogger(HistorySync.class);
    /** The newest drill of one of several replicas is not far down the list of their database. */
    private static final int FAR = 100;

    private static final ScheduledDatabase.Last NOTHING =
            new ScheduledDatabase.Last(Optional.empty(), Optional.empty());

    private final Optional<History> history;
    private final Metrics metrics;
    private final ResultPublisher results;
    private final Map<ReplicaId, Ended> ended = new ConcurrentHashMap<>();

    public HistorySync(Optional<History> history, Metrics metrics, ResultPublisher results) {
        this.history = history;
        this.metrics = metrics;
        this.results = results;
    }

    /**
     * Shows in metrics and API what happened before the start.
     *
     * @return when the last drill and scrub that came to a conclusion ended: one that was interrupted is still due
     */
    public ScheduledDatabase.Last of(ReplicaId id) {
        try {
            return history.map(open -> take(open, id)).orElse(NOTHING);
        } catch (HistoryException e) {
            LOG.warn("{} Going on as if nothing were remembered of {}", e.getMessage(), id);
            return NOTHING;
        }
    }

    private ScheduledDatabase.Last take(History open, ReplicaId id) {
        LastTimes last = open.lastTimes(id);
        ended.put(id, Ended.of(open, id, last));
        Optional<CheckResult> check = open.latestCheck(id);
        Optional<DrillResult> drill = drills(open, id);
        metrics.reload(id, new PastEvents(check, drill, open.latestScrub(id), times(last)));
        results.remember(check, drill);
        Optional<Instant> lastDrill = Stream.of(last.passedDrill(), last.failedDrill())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return new ScheduledDatabase.Last(lastDrill, open.lastConclusiveScrub(id));
    }

    /** Shows what other processes kept since the last look. Nothing is counted: counters are of what this daemon did. */
    public void again(ReplicaId id) {
        try {
            history.ifPresent(open -> takeNew(open, id));
        } catch (HistoryException e) {
            LOG.warn("{} What other processes did with {} is not shown", e.getMessage(), id);
        }
    }

    private void takeNew(History open, ReplicaId id) {
        LastTimes last = open.lastTimes(id);
        Ended now = Ended.of(open, id, last);
        Optional<Ended> before = Optional.ofNullable(ended.put(id, now));
        if (before.filter(now::equals).isPresent()) {
            return;
        }
        Optional<DrillResult> drill = drills(open, id);
        metrics.reload(id, new PastEvents(Optional.empty(), drill, open.latestScrub(id), times(last)));
        drill.ifPresent(results::learn);
        if (!before.map(Ended::restore).equals(Optional.of(now.restore()))) {
            open.restores(id.database(), Page.newest(FAR)).stream()
                    .filter(report -> report.id().equals(id))
                    .filter(report -> report.ending().outcome() == RestoreReport.Outcome.RESTORED)
                    .findFirst()
                    .ifPresent(report -> metrics.reload(id, report));
        }
    }

    /** The newest drill; what the last one that came to an answer found is shown on the way. */
    private Optional<DrillResult> drills(History open, ReplicaId id) {
        List<DrillResult> drills = open.drills(id.database(), Page.newest(FAR)).stream()
                .filter(result -> result.id().equals(id))
                .toList();
        // one that could not look ends nothing: what the last answer found goes on being shown
        drills.stream()
                .filter(result -> result.outcome() != DrillResult.Outcome.INCONCLUSIVE)
                .findFirst()
                .ifPresent(answer -> metrics.reload(id, PastEvents.of(answer)));
        return drills.stream().findFirst();
    }

    private static PastEvents.Times times(LastTimes last) {
        return new PastEvents.Times(last.drill(), last.passedDrill(), last.failedDrill(), last.restore());
    }

    /** When something ended for the last time that another process may have done. */
    private record Ended(Optional<Instant> drill, Optional<Instant> scrub, Optional<Instant> restore) {
        public static Ended of(History open, ReplicaId id, LastTimes last) {
            return new Ended(last.drill(), open.lastConclusiveScrub(id), last.restore());
        }
    }
}
