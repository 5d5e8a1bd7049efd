package io.litedrill.schedule;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a check, a drill and a scrub of each database when they are due, and any of them at once on request. At most one
 * run of each kind is active for a database. A job that fails, throws or hangs does not affect other jobs.
 */
public final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final int SCRUBS_AT_ONCE = 1;
    private static final int RESTORES_AT_ONCE = 2;
    private static final int RESTORES_QUEUED = 16;

    private final InstantSource clock;
    private final RunIds ids;
    private final ScheduledExecutorService watchdog = watchdog();
    private final Map<JobKind, Lane> lanes = new EnumMap<>(JobKind.class);
    private final RegularRuns regular;
    private final Optional<ClusterSettings> cluster;
    private final Optional<SharedRuns> shared;
    private final RecentRuns recent = new RecentRuns();

    /** Creates a scheduler that is idle until {@link #start}, and shares its jobs with no other process. */
    public Scheduler(SchedulerSettings settings, InstantSource clock, RunListener listener) {
        this(settings, clock, listener, Optional.empty());
    }

    /**
     * Creates a scheduler that is idle until {@link #start}.
     *
     * @param cluster what the nodes of a cluster share; the jobs that several nodes may run wait then for
     *     {@link #share} or {@link #runAlone}. Empty without a cluster
     */
    public Scheduler(
            SchedulerSettings settings, InstantSource clock, RunListener listener, Optional<ClusterSettings> cluster) {
        this.clock = clock;
        this.ids = new RunIds(clock);
        this.cluster = cluster;
        this.shared = cluster.map(each -> new SharedRuns(settings.catchUpStep(), clock, this::lane));
        this.regular = new RegularRuns(
                settings.catchUpStep(),
                clock,
                this::lane,
                cluster.flatMap(each -> shared.map(runs -> new RegularRuns.Sharing(each.node(), runs))));
        limits(settings)
                .forEach((kind, limit) -> lanes.put(kind, new Lane(kind, limit, listener, watchdog, regular.of(kind))));
    }

    private Map<JobKind, LaneLimits> limits(SchedulerSettings settings) {
        int unlimited = Integer.MAX_VALUE;
        return Map.of(
                JobKind.CHECK, new LaneLimits(settings.checkThreads(), unlimited, settings.checkLimit(), cluster),
                JobKind.DRILL, new LaneLimits(settings.parallelDrills(), unlimited, settings.drillLimit(), cluster),
                JobKind.SCRUB, new LaneLimits(SCRUBS_AT_ONCE, unlimited, settings.drillLimit(), cluster),
                JobKind.RESTORE, new LaneLimits(RESTORES_AT_ONCE, RESTORES_QUEUED, settings.drillLimit(), cluster));
    }

    /** Shares the jobs with the other nodes. Called every few seconds while this node is a member of the cluster. */
    public void share() {
        shared.ifPresent(SharedRuns::share);
    }

    /**
     * Runs all checks, and this node's share of the drills and scrubs, while the cluster cannot be reached.
     *
     * @param nodes the names of the nodes that were alive last
     */
    public void runAlone(Set<String> nodes) {
        cluster.ifPresent(settings -> {
            NodeShare share = new NodeShare(settings.node(), nodes);
            shared.ifPresent(runs -> runs.runAlone(share::contains));
        });
    }

    /** Runs none of the jobs that the nodes share: the cluster refuses this node. Active runs continue. */
    public void stopSharing() {
        shared.ifPresent(SharedRuns::stop);
    }

    private static ScheduledExecutorService watchdog() {
        ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(
                1, task -> DaemonThreads.thread(task, "litedrill-watchdog"), new ThreadPoolExecutor.DiscardPolicy());
        // otherwise the alarm of each completed run is kept until its time limit, hours later
        watchdog.setRemoveOnCancelPolicy(true);
        return watchdog;
    }

    /**
     * Starts: checks every database at once, or within a minute if there are more than 100, and then at its slots; runs
     * drills and scrubs when they are due, overdue ones one after the other.
     *
     * @throws IllegalArgumentException when two databases have the same name
     */
    public void start(List<ScheduledDatabase> databases) {
        replace(databases);
        lanes.values().forEach(Lane::start);
        ClockWatch.start(watchdog, clock, regular::setAgain);
    }

    /**
     * Replaces the databases: new ones are scheduled as at a start, changed ones with their new jobs and times, and all
     * others are removed. Queued and running jobs continue.
     *
     * @throws IllegalArgumentException when two databases have the same name; nothing is changed then
     */
    public void replace(List<ScheduledDatabase> databases) {
        regular.replace(databases);
    }

    private Optional<RunHandle> runNow(JobKind kind, String database) {
        Optional<RunHandle> run =
                regular.requested(kind, database).flatMap(wanted -> lane(kind).offer(database, wanted, true));
        if (kind == JobKind.DRILL) {
            run.ifPresent(recent::add);
        }
        return run;
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
        return runNow(JobKind.CHECK, database);
    }

    /**
     * Runs a drill of a database now, ahead of the queue. Joins its drill that is queued or running.
     *
     * @return empty when no such database exists
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runDrillNow(String database) {
        return runNow(JobKind.DRILL, database);
    }

    /**
     * Runs a scrub of a database now, ahead of the queue. Joins its scrub that is queued or running.
     *
     * @return empty when no such database exists
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runScrubNow(String database) {
        return runNow(JobKind.SCRUB, database);
    }

    /** Returns the ID for a run that {@link #runRestore} starts. */
    public String newRunId() {
        return ids.next();
    }

    /**
     * Runs a restore now. Joins no other run, because each restore has its own file.
     *
     * @param runId an unused ID of {@link #newRunId}
     * @return empty when the queue is full
     * @throws IllegalStateException after {@link #close}
     */
    public Optional<RunHandle> runRestore(String runId, String database, Job restore) {
        Run.Ticket ticket = new Run.Ticket(runId, database, JobKind.RESTORE, clock.instant());
        Optional<RunHandle> run = lane(JobKind.RESTORE).offer(runId, new Run(ticket, restore), false);
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
        running().forEach(run -> jobs.merge(run.state(), 1, Integer::sum));
        regular.inactive().forEach((state, count) -> jobs.merge(state, count, Integer::sum));
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
        return lanes.values().stream().allMatch(Lane::isRunning);
    }

    /**
     * Returns the names of the databases for which no check was started in three intervals, although none is running
     * and a place is free; empty when all checks run.
     */
    public SortedSet<String> missedChecks() {
        return regular.missedChecks();
    }

    /**
     * Starts no more jobs, signals running ones to stop, and waits for them.
     *
     * @param grace the time to wait, for all runs together
     * @return the runs that did not stop in time; empty when no thread is left
     */
    public List<ActiveRun> close(Duration grace) {
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
