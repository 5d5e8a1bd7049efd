package io.litedrill.schedule;

import io.litedrill.schedule.DatabaseJob.Firing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs of one kind. {@link Triggers} decides when, and {@link Places} how many at a time. A run beyond its time
 * limit frees its place even when it does not stop, so a hanging run blocks only itself.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneLimits limits;
    private final JobRunner runner;
    private final ScheduledExecutorService watchdog;
    private final Places places;
    private final Triggers triggers;
    private final Optional<SharedTimes> shared;
    private final RunSlots slots;
    private final RegularJobs regular;
    /** The runs that were requested or are running, by key. */
    private final Map<String, Run> active = new LinkedHashMap<>();

    private boolean closed;

    /**
     * Creates a lane that is idle until {@link #start}.
     *
     * @param regular creates the runs whose time has come
     */
    Lane(
            JobKind kind,
            LaneLimits limits,
            RunListener listener,
            ScheduledExecutorService watchdog,
            RegularJobs regular) {
        this.limits = limits;
        this.runner = new JobRunner(listener);
        this.watchdog = watchdog;
        this.regular = regular;
        this.places = new Places(limits.atOnce(), "litedrill-" + kind.name().toLowerCase(Locale.ROOT));
        this.triggers = new Triggers(kind, places, this::fire);
        this.shared = limits.cluster()
                .filter(cluster -> kind != JobKind.RESTORE)
                .map(cluster -> new SharedTimes(kind, new SharedStore(cluster), places, this::fireShared));
        this.slots = limits.cluster()
                .filter(cluster -> kind == JobKind.DRILL)
                .map(ClusterSettings::drills)
                .orElse(RunSlots.UNLIMITED);
    }

    void start() {
        triggers.start();
    }

    boolean isRunning() {
        return triggers.isRunning();
    }

    /** Returns the due times of the jobs that all nodes of the cluster share; empty without a cluster. */
    Optional<SharedTimes> shared() {
        return shared;
    }

    /** Returns where the trigger of a database is now; empty if nothing runs it, as this node has not joined. */
    private Optional<DueTimes> times(String database) {
        return shared.filter(times -> times.serves(database))
                .map(times -> times.current(triggers))
                .orElse(Optional.of(triggers));
    }

    /** Sets the time of the next regular run of a database. */
    void at(Instant time, String database) {
        times(database).ifPresent(times -> times.at(time, database));
    }

    /** Removes the regular runs of a database. Its active run continues. */
    void cancel(String database) {
        times(database).ifPresent(times -> times.cancel(database));
    }

    /** Removes the regular runs of a database that only this process has. */
    void cancelAlone(String database) {
        triggers.cancel(database);
    }

    /** Returns whether a regular run of a database is due, and has not begun. */
    boolean isDue(String database, Instant now) {
        return times(database).filter(times -> times.isDue(database, now)).isPresent();
    }

    synchronized boolean isActive(String database) {
        return active.containsKey(database);
    }

    /** Returns whether a database cannot begin a regular run now: it has an active run, or it waits for a place. */
    synchronized boolean isBusy(String database, Instant now) {
        return active.containsKey(database) || (places.isFull() && isDue(database, now));
    }

    /**
     * Queues a run, or returns the current one of this key.
     *
     * @param urgent whether the run precedes those already queued
     * @return empty when too many are queued
     * @throws IllegalStateException after {@link #stop}
     */
    synchronized Optional<RunHandle> offer(String key, Run run, boolean urgent) {
        if (closed) {
            throw new IllegalStateException(run.ticket.database()
                    + ": nothing is run any more, Litedrill is shutting down. Try again after its restart");
        }
        Run known = active.get(key);
        if (known != null) {
            if (urgent && !known.hasBegun()) {
                triggers.now(key, true);
            }
            return Optional.of(known.handle(true));
        }
        if (active.size() >= (long) limits.atOnce() + limits.queued()) {
            return Optional.empty();
        }
        active.put(key, run);
        triggers.now(key, urgent);
        return Optional.of(run.handle(false));
    }

    /** Runs what was requested, or else what is due. Runs in a thread of {@link Places}, one at a time for a key. */
    private void fire(Firing firing) {
        begin(firing, Optional.empty()).ifPresent(run -> carryOut(firing.key(), run));
    }

    /** Runs what the cluster gave to this process. A requested run of the same key may be active here. */
    private void fireShared(Firing firing) {
        SharedTimes times = shared.orElseThrow();
        if (!times.serves(firing.key())) {
            times.passOn(firing);
            return;
        }
        if (isClosed() || !times.begins(firing)) {
            return;
        }
        // this waits for the database, and so happens without the lock
        Optional<Run> due = regular.next(firing.key());
        due.ifPresent(run -> {
            run.firing = firing;
            run.cancellation.supersededIf(() -> !times.has(firing));
        });
        try {
            begin(firing, due).ifPresent(run -> carryOut(firing.key(), run));
        } finally {
            // Quartz now waits for the database, for as long as it takes
            places.release(Thread.currentThread());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Optional<Run> begin(Firing firing, Optional<Run> due) {
        Run known = active.get(firing.key());
        if (closed || (known != null && known.hasBegun())) {
            return Optional.empty();
        }
        Optional<Run> scheduled = firing.regular() && due.isEmpty() ? regular.next(firing.key()) : due;
        Optional<Run> run = Optional.ofNullable(known).or(() -> scheduled);
        run.ifPresent(next -> {
            active.put(firing.key(), next);
            next.thread = Thread.currentThread();
        });
        return run;
    }

    private synchronized void runs(Run run) {
        run.state = JobState.RUNNING;
    }

    private void carryOut(String key, Run run) {
        RunEnd end = RunEnd.FAILED;
        try {
            slots.take(run.ticket.id(), run.cancellation::cancelled);
            end = withinLimit(run);
        } catch (InterruptedException e) {
            end = RunEnd.STOPPED;
        } finally {
            finish(run);
            slots.free(run.ticket.id());
            skipDue(key);
            run.end.complete(end);
        }
    }

    private RunEnd withinLimit(Run run) {
        runs(run);
        ScheduledFuture<?> alarm =
                watchdog.schedule(() -> overran(run), limits.time().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return runner.perform(run);
        } finally {
            alarm.cancel(false);
        }
    }

    /** Stops the runs that another process has taken over. Their results are dropped. */
    void stopSuperseded() {
        shared.ifPresent(times -> runsOfCluster().stream()
                .filter(run -> run.firing != null && !times.has(run.firing))
                .forEach(this::supersede));
    }

    private synchronized List<Run> runsOfCluster() {
        return active.values().stream().filter(run -> run.firing != null).toList();
    }

    private synchronized void supersede(Run run) {
        if (active.containsValue(run)) {
            LOG.warn("{} is stopped: this process did not respond, and another one has taken it over", run);
            run.cancellation.supersede();
            run.stop();
        }
    }

    private synchronized void finish(Run run) {
        run.thread = null;
        // clear an interrupt of the last moment, which was meant for this run alone
        Thread.interrupted();
        active.values().remove(run);
    }

    private void skipDue(String key) {
        try {
            regular.skip(key);
        } catch (Throwable e) {
            LOG.error("{}: the next run cannot be scheduled", key, e);
        }
    }

    private void overran(Run run) {
        if (markOverrun(run)) {
            slots.free(run.ticket.id());
            runner.overran(run, limits.time());
        }
    }

    private synchronized boolean markOverrun(Run run) {
        Thread thread = run.thread;
        if (thread == null || run.state != JobState.RUNNING) {
            return false;
        }
        run.state = JobState.OVERRUN;
        run.stop();
        places.release(thread);
        return true;
    }

    long failures() {
        return runner.failures();
    }

    synchronized List<ActiveRun> active() {
        return active.values().stream().map(Run::snapshot).toList();
    }

    /** Drops queued runs and signals running ones to stop. Does not wait. */
    void stop() {
        // first: a run that Quartz sees end is not left to another process
        shared.ifPresent(SharedTimes::close);
        List<Run> dropped = new ArrayList<>();
        synchronized (this) {
            closed = true;
            active.values().stream().filter(run -> !run.hasBegun()).forEach(dropped::add);
            active.values().removeAll(dropped);
            active.values().forEach(Run::stopAtEnd);
        }
        triggers.close();
        dropped.forEach(run -> run.end.complete(RunEnd.STOPPED));
    }

    /**
     * Waits for the threads to end after {@link #stop}.
     *
     * @return the runs that did not end within {@code grace}
     */
    List<ActiveRun> awaitEnd(Duration grace) throws InterruptedException {
        return places.awaitEnd(grace) ? List.of() : active();
    }
}
