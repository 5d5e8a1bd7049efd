package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.LastTimes;
import io.litedrill.history.Page;
import io.litedrill.metrics.Metrics;
import io.litedrill.metrics.PastEvents;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.schedule.ScheduledDatabase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the history of a replica into the metrics and the API: when the daemon starts, and later to add results of
 * other processes, such as a restore by the command line. Safe for use by several threads.
 */
public final class HistorySync {
    private static final Logger LOG = LoggerFactory.getLogger(HistorySync.class);
    /**
     * The number of entries to search for the newest one of a replica. The list holds those of all replicas of the
     * database.
     */
    private static final int FAR = 100;

    /** The last runs of a replica whose history is not needed. */
    static final ScheduledDatabase.Last NOTHING = new ScheduledDatabase.Last(Optional.empty(), Optional.empty());

    private final Optional<HistoryStore> history;
    private final Metrics metrics;
    private final ResultPublisher results;
    private final Predicate<ReplicaId> compared;
    private final Map<ReplicaId, Ended> ended = new ConcurrentHashMap<>();
    /** The replicas whose history could not be read. */
    private final Set<ReplicaId> unread = ConcurrentHashMap.newKeySet();

    /**
     * Loads nothing yet.
     *
     * @param compared whether checks compare a replica with its live database; otherwise it has no lag to load
     */
    public HistorySync(
            Optional<HistoryStore> history, Metrics metrics, ResultPublisher results, Predicate<ReplicaId> compared) {
        this.compared = compared;
        this.history = history;
        this.metrics = metrics;
        this.results = results;
    }

    /**
     * Publishes past results in the metrics and the API.
     *
     * @return the end times of the last drill and the last scrub that reached a verdict; an interrupted one is still
     *     due
     */
    public ScheduledDatabase.Last of(ReplicaId id) {
        try {
            ScheduledDatabase.Last last = history.map(open -> take(open, id)).orElse(NOTHING);
            unread.remove(id);
            return last;
        } catch (HistoryException e) {
            unread.add(id);
            LOG.warn("{} Continuing without the history of {}", e.getMessage(), id);
            return NOTHING;
        }
    }

    /** Publishes the past results that could not be read when they were requested. Stops at the first failure. */
    void missing() {
        for (ReplicaId id : unread) {
            of(id);
            if (unread.contains(id)) {
                return;
            }
        }
    }

    private ScheduledDatabase.Last take(HistoryStore open, ReplicaId id) {
        if (!open.isKnown(id)) {
            // of thousands of new replicas, nothing else is searched
            return NOTHING;
        }
        LastTimes last = open.lastTimes(id);
        ended.put(id, Ended.of(last));
        // a newer result waits in memory while the history cannot be written
        Optional<CheckResult> check = open.checks()
                .newest(id)
                .filter(found -> results.latestCheck(id)
                        .filter(known -> known.run().at().isAfter(found.run().at()))
                        .isEmpty());
        // a start with thousands of databases reads only existing results
        List<DrillResult> drills = last.drill().isPresent() ? drilled(open, id) : List.of();
        Optional<DrillResult> drill = newest(id, drills)
                .filter(found -> results.latestDrill(id)
                        .filter(known ->
                                known.run().endedAt().isAfter(found.run().endedAt()))
                        .isEmpty());
        results.trends().load(drills, id);
        if (compared.test(id)) {
            results.trends().loadLags(open, id);
        }
        metrics.reload(id, new PastEvents(check, drill, open.scrubs().newest(id), times(last)));
        last.restore().flatMap(restored -> lastRestore(open, id)).ifPresent(report -> metrics.reloadOrigin(id, report));
        results.remember(check, drill);
        Optional<Instant> lastDrill = Stream.of(last.passedDrill(), last.failedDrill())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return new ScheduledDatabase.Last(lastDrill, last.conclusiveScrub());
    }

    /**
     * Publishes results that other processes stored since the last call. Increments no counters: those count only
     * runs of this daemon.
     */
    public void again(ReplicaId id) {
        try {
            history.ifPresent(open -> takeNew(open, id));
        } catch (HistoryException e) {
            LOG.warn("{} What other processes did with {} is not shown", e.getMessage(), id);
        }
    }

    private void takeNew(HistoryStore open, ReplicaId id) {
        LastTimes last = open.lastTimes(id);
        Ended now = Ended.of(last);
        Optional<Ended> before = Optional.ofNullable(ended.put(id, now));
        if (before.filter(now::equals).isPresent()) {
            return;
        }
        Optional<DrillResult> drill = newest(id, drilled(open, id));
        metrics.reload(id, new PastEvents(Optional.empty(), drill, open.scrubs().newest(id), times(last)));
        drill.ifPresent(results::learn);
        if (!before.map(Ended::restore).equals(Optional.of(now.restore()))) {
            lastRestore(open, id).ifPresent(report -> metrics.reload(id, report));
        }
    }

    /** Returns the last restore that wrote a database. */
    private static Optional<RestoreReport> lastRestore(HistoryStore open, ReplicaId id) {
        return open.restores().page(id.database(), Page.newest(FAR)).stream()
                .filter(report -> report.id().equals(id))
                .filter(report -> report.word() == OutcomeWord.RESTORED)
                .findFirst();
    }

    /**
     * Returns the newest drill. Publishes the times of the last full one, and findings of the last conclusive one.
     */
    private Optional<DrillResult> newest(ReplicaId id, List<DrillResult> drills) {
        drills.stream()
                .filter(result -> result.restored().isPresent() && !result.isIncremental())
                .findFirst()
                .ifPresent(full -> metrics.reload(id, PastEvents.of(full)));
        // an inconclusive drill clears nothing: the findings of the last conclusive one stay in the metrics
        drills.stream()
                .filter(result -> result.outcome() != DrillResult.Outcome.INCONCLUSIVE)
                .findFirst()
                .ifPresent(answer -> metrics.reload(id, PastEvents.of(answer)));
        return drills.stream().findFirst();
    }

    private static List<DrillResult> drilled(HistoryStore open, ReplicaId id) {
        return open.drills().page(id.database(), Page.newest(FAR)).stream()
                .filter(result -> result.id().equals(id))
                .toList();
    }

    private static PastEvents.Times times(LastTimes last) {
        return new PastEvents.Times(last.drill(), last.passedDrill(), last.failedDrill(), last.restore());
    }

    /** Holds the last end times of runs that another process may have done. */
    private record Ended(Optional<Instant> drill, Optional<Instant> scrub, Optional<Instant> restore) {
        static Ended of(LastTimes last) {
            return new Ended(last.drill(), last.conclusiveScrub(), last.restore());
        }
    }
}
