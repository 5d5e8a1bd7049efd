package io.litedrill.daemon;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.http.Views;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.RateLimit;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tracks the progress of drills and scrubs while they run. Safe for use by several threads. */
final class ActiveRuns {
    private final ResultPublisher results;
    private final ReplicaHistory memory;
    private final RateLimit limit;
    private final InstantSource clock;
    private final Map<String, Supplier<Views.Progress>> running = new ConcurrentHashMap<>();

    /**
     * Tracks nothing yet.
     *
     * @param limit the limit of what drills and scrubs read
     */
    ActiveRuns(ResultPublisher results, ReplicaHistory memory, RateLimit limit, InstantSource clock) {
        this.limit = limit;
        this.results = results;
        this.memory = memory;
        this.clock = clock;
    }

    /** Returns the listener of a drill, which begins. */
    RestoreListener drill(String runId, ReplicaId id) {
        RunProgress progress = new RunProgress(clock, phase -> {}, () -> true);
        progress.measured(RunProgress.Pace.of(memory, id, results.latestDrill(id))
                .map(pace -> pace.within(limit.bytesPerSecond())));
        running.put(runId, progress::now);
        return progress;
    }

    /** Returns the listener of a scrub, which begins. */
    RestoreListener scrub(String runId, ReplicaId id) {
        Optional<Double> last = results.recentScrubs(id.database(), Integer.MAX_VALUE).stream()
                .filter(scrub -> scrub.id().equals(id) && scrub.verdict() != Verdict.UNKNOWN)
                .map(scrub -> scrub.run().seconds())
                .findFirst();
        ScrubProgress progress = new ScrubProgress(clock, last, limit);
        running.put(runId, progress::now);
        return progress;
    }

    /** Ends the tracking of a run. */
    void end(String runId) {
        running.remove(runId);
    }

    /** Returns the progress of a run; empty when it does not run. */
    Optional<Views.Progress> progress(String runId) {
        return Optional.ofNullable(running.get(runId)).map(Supplier::get);
    }
}
