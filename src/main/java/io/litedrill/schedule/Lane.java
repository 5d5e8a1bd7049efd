package io.litedrill.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs of one kind, with a limit on simultaneous runs and one run per key. A run beyond its time limit frees its
 * place even when it does not stop, so a hanging run blocks only itself.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Limits limits;
    private final RunListener listener;
    private final ScheduledExecutorService watchdog;
    private final ExecutorService threads;
    private final AtomicLong failures = new AtomicLong();
    private final Map<String, Run> active = new LinkedHashMap<>();
    private final Deque<Run> queue = new ArrayDeque<>();
    private int places;
    private boolean closed;

    Lane(JobKind kind, Limits limits, RunListener listener, ScheduledExecutorService watchdog) {
        this.limits = limits;
        this.listener = listener;
        this.watchdog = watchdog;
        this.places = limits.atOnce();
        this.threads = Executors.newCachedThreadPool(
                task -> DaemonThreads.thread(task, "litedrill-" + kind.name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Queues a run, or returns the current one of this key.
     *
     * @param urgent whether the run precedes those already queued
     * @return empty when too many are queued
     * @throws IllegalStateException after {@link #stop}
     */
    synchronized Optional<RunHandle> offer(String key, Run.Ticket ticket, Job job, boolean urgent) {
        if (closed) {
            throw new IllegalStateException(ticket.database()
                    + ": nothing is run any more, Litedrill is shutting down. Try again after its restart");
        }
        Run known = active.get(key);
        if (known != null) {
            if (urgent && queue.remove(known)) {
                queue.addFirst(known);
            }
            return Optional.of(known.handle(true));
        }
        if (queue.size() >= limits.queued()) {
            return Optional.empty();
        }
        return Optional.of(enqueue(key, new Run(ticket, job), urgent));
    }

    private RunHandle enqueue(String key, Run run, boolean urgent) {
        active.put(key, run);
        if (urgent) {
            queue.addFirst(run);
        } else {
            queue.addLast(run);
        }
        startNext();
        return run.handle(false);
    }

    private synchronized void startNext() {
        while (places > 0 && !queue.isEmpty()) {
            Run run = queue.removeFirst();
            places--;
            run.state = JobState.RUNNING;
            threads.execute(() -> carryOut(run));
        }
    }

    private void carryOut(Run run) {
        begin(run);
        ScheduledFuture<?> alarm =
                watchdog.schedule(() -> overran(run), limits.time().toMillis(), TimeUnit.MILLISECONDS);
        RunEnd end = RunEnd.FAILED;
        try {
            end = work(run);
        } finally {
            alarm.cancel(false);
            finish(run);
            run.end.complete(end);
        }
    }

    private synchronized void begin(Run run) {
        run.thread = Thread.currentThread();
        if (closed) {
            run.stopAtEnd();
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
        if (run.state != JobState.OVERRUN) {
            places++;
        }
        startNext();
    }

    private void overran(Run run) {
        if (markOverrun(run)) {
            LOG.warn("{} exceeded its limit of {} and was signalled to stop; other jobs continue", run, limits.time());
            tell(() -> listener.overran(run.handle(false), limits.time()));
        }
    }

    private synchronized boolean markOverrun(Run run) {
        if (run.thread == null || run.state != JobState.RUNNING) {
            return false;
        }
        run.state = JobState.OVERRUN;
        run.stop();
        places++;
        startNext();
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
            dropped.addAll(queue);
            queue.clear();
            active.values().removeAll(dropped);
            active.values().forEach(Run::stopAtEnd);
            threads.shutdown();
        }
        dropped.forEach(run -> run.end.complete(RunEnd.STOPPED));
    }

    /**
     * Waits for the threads to end after {@link #stop}.
     *
     * @return the runs that did not end within {@code grace}
     */
    List<ActiveRun> awaitEnd(Duration grace) throws InterruptedException {
        return threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS) ? List.of() : active();
    }

    /**
     * Holds the limits of a lane.
     *
     * @param atOnce the maximum number of simultaneous runs; 1 or more
     * @param queued the maximum number of runs that wait in addition
     * @param time the time limit of one run
     */
    record Limits(int atOnce, int queued, Duration time) {}
}
