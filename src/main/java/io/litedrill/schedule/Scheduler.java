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
 * Runs a check, a drill and a scrub of each database when they are due, and anything at once that is asked for. Of one database one
 * of each runs at a time. Nothing that a job does, throws or hangs in reaches another job.
 */
public final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final List<JobKind> SCHEDULED = List.of(JobKind.CHECK, JobKind.DRILL, JobKind.SCRUB);
    /** A clock that is corrected by less keeps the alarms that it has. */
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

    /** Makes a scheduler that does nothing until {@link #start}. */
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
        // else the alarm of each run that ended well is kept until it would have gone off, hours later
        watchdog.setRemoveOnCancelPolicy(true);
        return watchdog;
    }

    /**
     * Checks every database at once and then at its slots; drills and scrubs each when it is due, the overdue ones one after the other.
     *
     * @throws IllegalArgumentException when two have one name
     */
    public void start(List<ScheduledDatabase> databases) {
        replace(databases);
        ticker.start();
        compareClocks();
    }

    /**
     * Runs these databases from now on: new ones as at a start, changed ones with their new jobs and times, and no others. What is running
     * or queued goes on.
     *
     * @throws IllegalArgumentException when two have one name; nothing is changed then
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

    /** An alarm of Quartz is a time of the machine's clock: set back by an hour, the clock reaches it an hour late. */
    private void compareClocks() {
        ClockSteps steps = new ClockSteps(clock, System::nanoTime);
        long every = CLOCK_COMPARED_EVERY.toNanos();
        var unused = watchdog.scheduleWithFixedDelay(() -> replan(steps.step()), every, every, TimeUnit.NANOSECONDS);
    }

    /** Sets all alarms again after the clock was set back; after a step ahead, what is past is run at once without that. */
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
     * Checks a database now, before what is queued; attaches to its check where one is queued or at work.
     *
     * @return empty when there is no such database
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runCheckNow(String database) {
        return Optional.ofNullable(watches.get(database)).flatMap(watch -> offer(JobKind.CHECK, watch, true));
    }

    /**
     * Drills a database now, before what is queued; attaches to its drill where one is queued or at work.
     *
     * @return empty when there is no such database
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runDrillNow(String database) {
        return Optional.ofNullable(watches.get(database)).flatMap(watch -> offer(JobKind.DRILL, watch, true));
    }

    /**
     * Runs a restore now. It attaches to nothing: each restore has a file of its own.
     *
     * @return empty when too many wait already
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runRestore(String database, Job restore) {
        return orderRestore(database, runId -> restore);
    }

    /**
     * As {@link #runRestore}.
     *
     * @param restore makes the job for the id of its run, before it is offered
     */
    public Optional<RunHandle> orderRestore(String database, Function<String, Job> restore) {
        Run.Ticket ticket = ticket(JobKind.RESTORE, database);
        Optional<RunHandle> run = lane(JobKind.RESTORE).offer(ticket.id(), ticket, restore.apply(ticket.id()), false);
        run.ifPresent(recent::add);
        return run;
    }

    /**
     * A drill or restore by its id, from the moment the id was given out; also one that ended without a result.
     *
     * @return empty for another id, and for one that is not among the last thousand since the start
     */
    public Optional<RunHandle> find(String runId) {
        return recent.find(runId);
    }

    /** What is queued or at work, in the order of asking, checks first. */
    public List<ActiveRun> running() {
        return lanes.values().stream().flatMap(lane -> lane.active().stream()).toList();
    }

    /** How many jobs are in each state; every state is there. A check, a drill and a scrub for each database, and the restores. */
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

    /** How many runs of each kind threw since the start. */
    public Map<JobKind, Long> failures() {
        Map<JobKind, Long> failures = new LinkedHashMap<>();
        lanes.forEach((kind, lane) -> failures.put(kind, lane.failures()));
        return failures;
    }

    /** Whether what is due is run: started, and not closed. */
    public boolean isRunning() {
        return ticker.isRunning();
    }

    /** Returns the names of the databases for which no check was started in three intervals; empty while all is well. */
    public SortedSet<String> missedChecks() {
        return missed.databases();
    }

    /**
     * Starts nothing any more, tells what runs to stop, and waits for it.
     *
     * @param grace how long to wait, for all together
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
