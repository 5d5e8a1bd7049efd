package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a check, a drill and a scrub of each database when they are due, and any of them at once on request. At most one
 * run of each kind is active for a database. A job that fails, throws or hangs does not affect other jobs.
 */
public final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final List<JobKind> SCHEDULED = List.of(JobKind.CHECK, JobKind.DRILL, JobKind.SCRUB);
    /** The smallest clock step that resets the alarms. */
    private static final Duration LEAST_STEP = Duration.ofSeconds(1);

    private static final Duration CLOCK_COMPARED_EVERY = Duration.ofSeconds(2);
    private static final int SCRUBS_AT_ONCE = 1;
    private static final int RESTORES_AT_ONCE = 2;
    private static final int RESTORES_QUEUED = 16;

    private final Duration catchUpStep;
    private final InstantSource clock;
    private final RunIds ids;
    private final Ticker ticker = new Ticker(this::tick);
    private final ScheduledExecutorService watchdog = watchdog();
    private final Map<JobKind, Lane> lanes = new EnumMap<>(JobKind.class);
    private final RecentRuns recent = new RecentRuns();
    private final Map<String, ScheduledDatabase> watches = new ConcurrentHashMap<>();
    private final MissedChecks missed = new MissedChecks(System::nanoTime);

    /** Creates a scheduler that is idle until {@link #start}. */
    public Scheduler(SchedulerSettings settings, InstantSource clock, RunListener listener) {
        this.catchUpStep = settings.catchUpStep();
        this.clock = clock;
        this.ids = new RunIds(clock);
        Map<JobKind, Lane.Limits> limits = Map.of(
                JobKind.CHECK, new Lane.Limits(settings.checkThreads(), Integer.MAX_VALUE, settings.checkLimit()),
                JobKind.DRILL, new Lane.Limits(settings.parallelDrills(), Integer.MAX_VALUE, settings.drillLimit()),
                JobKind.SCRUB, new Lane.Limits(SCRUBS_AT_ONCE, Integer.MAX_VALUE, settings.drillLimit()),
                JobKind.RESTORE, new Lane.Limits(RESTORES_AT_ONCE, RESTORES_QUEUED, settings.drillLimit()));
        limits.forEach((kind, limit) -> lanes.put(kind, new Lane(kind, limit, listener, watchdog)));
    }

    private static ScheduledExecutorService watchdog() {
        ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(
                1, task -> DaemonThreads.thread(task, "litedrill-watchdog"), new ThreadPoolExecutor.DiscardPolicy());
        // otherwise the alarm of each completed run is kept until its time limit, hours later
        watchdog.setRemoveOnCancelPolicy(true);
        return watchdog;
    }

    /**
     * Starts: checks every database at once and then at its slots; runs drills and scrubs when they are due, overdue
     * ones one after the other.
     *
     * @throws IllegalArgumentException when two databases have the same name
     */
    public void start(List<ScheduledDatabase> databases) {
        replace(databases);
        ticker.start();
        compareClocks();
    }

    /**
     * Replaces the databases: new ones are scheduled as at a start, changed ones with their new jobs and times, and all
     * others are removed. Queued and running jobs continue.
     *
     * @throws IllegalArgumentException when two databases have the same name; nothing is changed then
     */
    public synchronized void replace(List<ScheduledDatabase> databases) {
        Map<String, ScheduledDatabase> wanted = byName(databases);
        List.copyOf(watches.keySet()).stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(this::remove);
        List<ScheduledDatabase> added = databases.stream()
                .filter(watch -> !watches.containsKey(watch.database()))
                .toList();
        databases.forEach(this::put);
        begin(added);
    }

    private static Map<String, ScheduledDatabase> byName(List<ScheduledDatabase> databases) {
        Map<String, ScheduledDatabase> byName = new LinkedHashMap<>();
        for (ScheduledDatabase watch : databases) {
            if (byName.putIfAbsent(watch.database(), watch) != null) {
                throw new IllegalArgumentException(watch.database() + ": two databases have this name. Rename one");
            }
        }
        return byName;
    }

    private void remove(String database) {
        watches.remove(database);
        SCHEDULED.forEach(kind -> ticker.cancel(kind, database));
        missed.forget(database);
    }

    private void put(ScheduledDatabase watch) {
        ScheduledDatabase before = watches.put(watch.database(), watch);
        if (before == null) {
            return;
        }
        Instant now = clock.instant();
        SCHEDULED.stream()
                .filter(kind -> !before.cadence(kind).equals(watch.cadence(kind)))
                // an alarm that is due goes off first, and then uses the new cadence
                .filter(kind -> !ticker.isDue(kind, watch.database(), now))
                .forEach(kind -> {
                    ticker.cancel(kind, watch.database());
                    next(kind, watch, now);
                });
    }

    private void begin(List<ScheduledDatabase> databases) {
        Instant now = clock.instant();
        for (JobKind kind : List.of(JobKind.DRILL, JobKind.SCRUB)) {
            new FirstRuns(kind)
                    .after(now, databases, catchUpStep)
                    .forEach((database, time) -> ticker.at(time, kind, database));
        }
        databases.forEach(watch -> {
            missed.due(watch.database(), watch.timing().checks().interval());
            ticker.at(now, JobKind.CHECK, watch.database());
        });
    }

    /**
     * Compares the clocks. A Quartz alarm is a time of the system clock: after a step back by an hour, it goes off an
     * hour late.
     */
    private void compareClocks() {
        ClockSteps steps = new ClockSteps(clock, System::nanoTime);
        long every = CLOCK_COMPARED_EVERY.toNanos();
        var unused = watchdog.scheduleWithFixedDelay(() -> replan(steps.step()), every, every, TimeUnit.NANOSECONDS);
    }

    /** Resets all alarms after the clock was set back. After a step ahead, past alarms go off at once without this. */
    private void replan(Duration step) {
        if (step.abs().compareTo(LEAST_STEP) < 0) {
            return;
        }
        LOG.warn("the clock of this machine was set {} by {}", step.isNegative() ? "back" : "ahead", step.abs());
        if (step.isNegative()) {
            Instant now = clock.instant();
            watches.values().forEach(watch -> SCHEDULED.forEach(kind -> next(kind, watch, now)));
        }
    }

    private void next(JobKind kind, ScheduledDatabase watch, Instant now) {
        watch.cadence(kind).due(watch.database(), now).ifPresent(time -> ticker.at(time, kind, watch.database()));
    }

    private void tick(JobKind kind, String database) {
        Optional.ofNullable(watches.get(database)).ifPresent(watch -> {
            next(kind, watch, clock.instant());
            if (kind == JobKind.CHECK) {
                missed.due(database, watch.timing().checks().interval());
            }
            offer(kind, watch, false);
        });
    }

    private Optional<RunHandle> offer(JobKind kind, ScheduledDatabase watch, boolean urgent) {
        Optional<RunHandle> run =
                lane(kind).offer(watch.database(), ticket(kind, watch.database()), watch.job(kind), urgent);
        if (kind == JobKind.DRILL) {
            run.ifPresent(recent::add);
        }
        return run;
    }

    private Run.Ticket ticket(JobKind kind, String database) {
        return new Run.Ticket(ids.next(), database, kind, clock.instant());
    }

    private Lane lane(JobKind kind) {
        return Optional.ofNullable(lanes.get(kind)).orElseThrow();
    }

    /**
     * Runs a check of a database now, ahead of the queue. Joins its check that is queued or running.
     *
     * @return empty when no such database exists
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runCheckNow(String database) {
        return Optional.ofNullable(watches.get(database)).flatMap(watch -> offer(JobKind.CHECK, watch, true));
    }

    /**
     * Runs a drill of a database now, ahead of the queue. Joins its drill that is queued or running.
     *
     * @return empty when no such database exists
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runDrillNow(String database) {
        return Optional.ofNullable(watches.get(database)).flatMap(watch -> offer(JobKind.DRILL, watch, true));
    }

    /**
     * Runs a restore now. Joins no other run, because each restore has its own file.
     *
     * @return empty when the queue is full
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runRestore(String database, Job restore) {
        return orderRestore(database, runId -> restore);
    }

    /**
     * Runs a restore as {@link #runRestore} does.
     *
     * @param restore creates the job for the ID of its run, before the run is queued
     */
    public Optional<RunHandle> orderRestore(String database, Function<String, Job> restore) {
        Run.Ticket ticket = ticket(JobKind.RESTORE, database);
        Optional<RunHandle> run = lane(JobKind.RESTORE).offer(ticket.id(), ticket, restore.apply(ticket.id()), false);
        run.ifPresent(recent::add);
        return run;
    }

    /**
     * Finds a drill or restore by its ID, from the moment the ID was returned; also one that ended without a result.
     *
     * @return empty for an unknown ID, and for a run that is not among the last thousand since the start
     */
    public Optional<RunHandle> find(String runId) {
        return recent.find(runId);
    }

    /** Returns the queued and running jobs in the order of their requests, checks first. */
    public List<ActiveRun> running() {
        return lanes.values().stream().flatMap(lane -> lane.active().stream()).toList();
    }

    /**
     * Returns the number of jobs in each state; contains every state. Counts a check, a drill and a scrub for each
     * database, and the restores.
     */
    public Map<JobState, Integer> jobs() {
        Map<JobState, Integer> jobs = new EnumMap<>(JobState.class);
        for (JobState state : JobState.values()) {
            jobs.put(state, 0);
        }
        List<ActiveRun> running = running();
        running.forEach(run -> jobs.merge(run.state(), 1, Integer::sum));
        long scheduled =
                running.stream().filter(run -> run.kind() != JobKind.RESTORE).count();
        jobs.put(
                JobState.WAITING,
                watches.values().stream().mapToInt(ScheduledDatabase::scheduled).sum() - (int) scheduled);
        return jobs;
    }

    /** Returns the number of runs of each kind that threw an exception since the start. */
    public Map<JobKind, Long> failures() {
        Map<JobKind, Long> failures = new LinkedHashMap<>();
        lanes.forEach((kind, lane) -> failures.put(kind, lane.failures()));
        return failures;
    }

    /** Returns whether due jobs are run: started, and not closed. */
    public boolean isRunning() {
        return ticker.isRunning();
    }

    /**
     * Returns the names of the databases for which no check was started in three intervals; empty when all checks run.
     */
    public SortedSet<String> missedChecks() {
        return missed.databases();
    }

    /**
     * Starts no more jobs, signals running ones to stop, and waits for them.
     *
     * @param grace the time to wait, for all runs together
     * @return the runs that did not stop in time; empty when no thread is left
     */
    public List<ActiveRun> close(Duration grace) {
        ticker.close();
        lanes.values().forEach(Lane::stop);
        List<ActiveRun> left = awaitEnd(grace);
        watchdog.shutdownNow();
        left.forEach(run -> LOG.warn(
                "{} of {} ({}) did not stop within {}; the process ends without it",
                run.kind(),
                run.database(),
                run.id(),
                grace));
        return left;
    }

    private List<ActiveRun> awaitEnd(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        List<ActiveRun> left = new ArrayList<>();
        try {
            for (Lane lane : lanes.values()) {
                left.addAll(lane.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
            }
            return left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return running();
        }
    }
}
