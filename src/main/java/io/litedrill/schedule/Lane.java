package io.litedrill.schedule;

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
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs of one kind. {@link Triggers} decides when, and {@link Places} how many at a time. A run beyond its time
 * limit frees its place even when it does not stop, so a hanging run blocks only itself.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Limits limits;
    private final RunListener listener;
    private final ScheduledExecutorService watchdog;
    private final Places places;
    private final Triggers triggers;
    private final Regular regular;
    private final AtomicLong failures = new AtomicLong();
    /** The runs that were requested or are running, by key. */
    private final Map<String, Run> active = new LinkedHashMap<>();

    private boolean closed;

    /**
     * Creates a lane that is idle until {@link #start}.
     *
     * @param regular creates the runs whose time has come
     */
    Lane(JobKind kind, Limits limits, RunListener listener, ScheduledExecutorService watchdog, Regular regular) {
        this.limits = limits;
        this.listener = listener;
        this.watchdog = watchdog;
        this.regular = regular;
        this.places = new Places(limits.atOnce(), "litedrill-" + kind.name().toLowerCase(Locale.ROOT));
        this.triggers = new Triggers(kind, places, this::fire);
    }

    /** Creates the runs whose time has come. Called in the thread of the run. */
    interface Regular {
        /** Returns a run, and sets the time of the next one; empty when there is no such database. */
        Optional<Run> next(String database);

        /** Sets the time of the next run, when a requested run or a long one took the place of the one that is due. */
        void skip(String database);
    }

    void start() {
        triggers.start();
    }

    boolean isRunning() {
        return triggers.isRunning();
    }

    /** Sets the time of the next regular run of a database. */
    void at(Instant time, String database) {
        triggers.at(time, database);
    }

    /** Removes the regular runs of a database. Its active run continues. */
    void cancel(String database) {
        triggers.cancel(database);
    }

    /** Returns whether a regular run of a database is due, and has not begun. */
    boolean isDue(String database, Instant now) {
        return triggers.isDue(database, now);
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
            if (urgent && known.state == JobState.QUEUED) {
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
    private void fire(String key, boolean isRegular) {
        begin(key, isRegular).ifPresent(run -> carryOut(key, run));
    }

    private synchronized Optional<Run> begin(String key, boolean isRegular) {
        if (closed) {
            return Optional.empty();
        }
        Optional<Run> scheduled = isRegular ? regular.next(key) : Optional.empty();
        Optional<Run> run = Optional.ofNullable(active.get(key)).or(() -> scheduled);
        run.ifPresent(next -> {
            active.put(key, next);
            next.state = JobState.RUNNING;
            next.thread = Thread.currentThread();
        });
        return run;
    }

    private void carryOut(String key, Run run) {
        ScheduledFuture<?> alarm =
                watchdog.schedule(() -> overran(run), limits.time().toMillis(), TimeUnit.MILLISECONDS);
        RunEnd end = RunEnd.FAILED;
        try {
            end = work(run);
        } finally {
            alarm.cancel(false);
            finish(run);
            skipDue(key);
            run.end.complete(end);
        }
    }

    private RunEnd work(Run run) {
        try {
            run.job.run(run.ticket.id(), run.cancellation);
            return run.cancellation.cancelled() ? RunEnd.STOPPED : RunEnd.DONE;
        } catch (Throwable e) {
            if (run.cancellation.cancelled()) {
                LOG.info("{} stopped on request", run);
                return RunEnd.STOPPED;
            }
            failures.incrementAndGet();
            LOG.error(
                    "{} ended with an internal error, which is not a finding about the backup; other jobs continue",
                    run,
                    e);
            tell(() -> listener.failed(run.handle(false), e));
            return RunEnd.FAILED;
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
        } catch (RuntimeException e) {
            LOG.error("{}: the next run cannot be scheduled", key, e);
        }
    }

    private void overran(Run run) {
        if (markOverrun(run)) {
            LOG.warn("{} exceeded its limit of {} and was signalled to stop; other jobs continue", run, limits.time());
            tell(() -> listener.overran(run.handle(false), limits.time()));
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

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("the listener of the scheduler failed", e);
        }
    }

    long failures() {
        return failures.get();
    }

    synchronized List<ActiveRun> active() {
        return active.values().stream().map(Run::snapshot).toList();
    }

    /** Drops queued runs and signals running ones to stop. Does not wait. */
    void stop() {
        List<Run> dropped = new ArrayList<>();
        synchronized (this) {
            closed = true;
            active.values().stream().filter(run -> run.state == JobState.QUEUED).forEach(dropped::add);
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

    /**
     * Holds the limits of a lane.
     *
     * @param atOnce the maximum number of simultaneous runs; 1 or more
     * @param queued the maximum number of requested runs that wait in addition
     * @param time the time limit of one run
     */
    record Limits(int atOnce, int queued, Duration time) {}
}
