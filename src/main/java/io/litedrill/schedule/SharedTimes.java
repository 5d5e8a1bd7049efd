package io.litedrill.schedule;

import io.litedrill.schedule.DatabaseJob.Firing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the due times of one kind of job that the nodes of a cluster share. There is a Quartz scheduler for each set of
 * nodes that some database names, since Quartz lets every node of a scheduler run all its jobs. Safe for use by several
 * threads.
 */
final class SharedTimes implements DueTimes {
    private static final Logger LOG = LoggerFactory.getLogger(SharedTimes.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final JobKind kind;
    private final SharedStore store;
    private final Places places;
    private final DatabaseJob.Run run;
    private final Map<String, Triggers> schedulers = new ConcurrentHashMap<>();
    /** The names of the schedulers, by job. */
    private final Map<String, String> jobs = new ConcurrentHashMap<>();

    private final Map<String, SharedStore.Due> due = new ConcurrentHashMap<>();
    /** When the newest runs that began here were due, by job. */
    private final Map<String, Instant> slots = new ConcurrentHashMap<>();

    /** The jobs whose triggers the database refused. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** The end of the time in which nothing is changed after a failure; empty while changes succeed. */
    private volatile Optional<Long> pausedUntil = Optional.empty();

    private volatile Mode mode = Mode.OFF;
    private boolean closed;

    /** Defines who runs the jobs. */
    enum Mode {
        /** No process: this one has not joined. */
        OFF,
        /** All processes. */
        SHARED,
        /** This process alone, with its own triggers. */
        ALONE
    }

    /**
     * Creates the due times of no job.
     *
     * @param run performs a job whose time has come
     */
    SharedTimes(JobKind kind, SharedStore store, Places places, DatabaseJob.Run run) {
        this.kind = kind;
        this.store = store;
        this.places = places;
        this.run = run;
    }

    /**
     * Adds a job, which has no trigger yet.
     *
     * @param nodes the nodes that may run it; empty for all
     */
    void add(String key, Set<String> nodes) {
        String name = name(kind) + (nodes.isEmpty() ? "" : "@" + String.join(",", new TreeSet<>(nodes)));
        Optional.ofNullable(jobs.put(key, name))
                .filter(before -> !before.equals(name))
                .ifPresent(before -> change(key, () -> scheduler(before).cancel(key)));
    }

    private static String name(JobKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Removes a job and its trigger. */
    void remove(String key) {
        if (mode == Mode.SHARED) {
            cancel(key);
        }
        jobs.remove(key);
        due.remove(key);
        slots.remove(key);
        refused.remove(key);
    }

    /** Returns whether a job has its trigger here. */
    boolean serves(String key) {
        return jobs.containsKey(key);
    }

    Mode mode() {
        return mode;
    }

    /**
     * Returns the triggers that fire now; empty if none do.
     *
     * @param alone the triggers of this process
     */
    Optional<DueTimes> current(DueTimes alone) {
        return switch (mode) {
            case OFF -> Optional.empty();
            case SHARED -> Optional.of(this);
            case ALONE -> Optional.of(alone);
        };
    }

    private synchronized Triggers scheduler(String name) {
        return schedulers.computeIfAbsent(name, added -> {
            Triggers triggers = Triggers.shared(
                    name,
                    kind,
                    store,
                    places,
                    firing -> run.of(new Firing(firing.key(), true, name, firing.id(), firing.slot())));
            if (mode == Mode.SHARED && !closed) {
                triggers.start();
            }
            return triggers;
        });
    }

    /** Returns the triggers of a job; empty for one that was removed. */
    private Optional<Triggers> of(String key) {
        return Optional.ofNullable(jobs.get(key)).map(this::scheduler);
    }

    @Override
    public void at(Instant time, String key) {
        due.put(key, new SharedStore.Due(time, true));
        Optional<Instant> slot = Optional.ofNullable(slots.get(key));
        change(
                key,
                () -> of(key).ifPresent(triggers ->
                        slot.ifPresentOrElse(after -> triggers.at(time, key, after), () -> triggers.at(time, key))));
    }

    /**
     * Records that a run begins here, which then sets the next time of its job.
     *
     * @return false for a repetition of a lost run that is no longer needed, since a later one has begun meanwhile
     */
    boolean begins(Firing firing) {
        if (firing.slot().repeated()
                && of(firing.key())
                        .filter(triggers -> triggers.ranAfter(firing.slot().time(), firing.key()))
                        .isPresent()) {
            LOG.info("{}: its lost run is not repeated, since a later one has begun", firing.key());
            return false;
        }
        slots.put(firing.key(), firing.slot().time());
        return true;
    }

    /**
     * Leaves a run to another process, because this one does not have the database. Drops it if none of the processes
     * has: the one that finds the database later sets its trigger again, by its history.
     */
    void passOn(Firing firing) {
        PassedOn run = PassedOn.by(store.process(), firing.slot());
        try {
            if (run.declined().containsAll(store.processes(firing.scheduler()))) {
                LOG.info("{}: no node has this database, so its {} is dropped", firing.key(), name(kind));
            } else {
                scheduler(firing.scheduler()).passOn(firing.key(), run);
            }
        } catch (SQLException | IllegalStateException e) {
            LOG.warn("{}: its {} cannot be left to another node: {}", firing.key(), name(kind), e.getMessage());
        }
    }

    /**
     * Changes a trigger. A trigger that is missing after a failure is set again when the database responds. For ten
     * seconds after a failure, nothing is changed, since each attempt would wait: for hours, for thousands of jobs. A
     * trigger that the database refuses delays no other one.
     *
     * @return whether it was changed
     */
    private boolean change(String key, Runnable change) {
        if (pausedUntil.filter(end -> System.nanoTime() - end < 0).isPresent()) {
            LOG.debug("{}: its next run is set later", key);
            return false;
        }
        try {
            change.run();
            pausedUntil = Optional.empty();
            refused.remove(key);
            return true;
        } catch (IllegalStateException e) {
            if (SharedStore.isRefusal(e)) {
                refused(key, e);
            } else {
                pausedUntil = Optional.of(System.nanoTime() + PAUSE_NANOS);
                LOG.warn("{}: its next run is set later: {}", key, e.getMessage());
            }
            return false;
        }
    }

    private void refused(String key, IllegalStateException e) {
        if (refused.add(key)) {
            LOG.error("{}: its {} cannot be set, and does not run until it can: {}", key, name(kind), e.getMessage());
        }
    }

    /**
     * Sets the triggers of jobs that have none.
     *
     * @return the jobs whose triggers could not be set
     */
    Set<String> atIfAbsent(Map<String, Instant> times) {
        Set<String> left = new HashSet<>();
        times.forEach((key, time) -> {
            if (!due.containsKey(key)
                    && !change(key, () -> of(key).ifPresent(triggers -> triggers.atIfAbsent(time, key)))) {
                left.add(key);
            }
        });
        return left;
    }

    @Override
    public void cancel(String key) {
        due.remove(key);
        change(key, () -> of(key).ifPresent(triggers -> triggers.cancel(key)));
    }

    @Override
    public boolean isDue(String key, Instant now) {
        return next(key).filter(time -> !time.isAfter(now)).isPresent();
    }

    /** Returns when a job is due, as far as is known. */
    Optional<Instant> next(String key) {
        return Optional.ofNullable(due.get(key)).map(SharedStore.Due::next);
    }

    /** Returns whether a job was due before a time, and runs nowhere. */
    boolean isMissed(String key, Instant since) {
        return Optional.ofNullable(due.get(key))
                .filter(known -> !known.running() && known.next().isBefore(since))
                .isPresent();
    }

    /** Reads when all jobs are due. */
    void refresh() throws SQLException {
        for (String name : new HashSet<>(jobs.values())) {
            Map<String, SharedStore.Due> read = store.due(name);
            jobs.forEach((key, scheduler) -> {
                if (scheduler.equals(name)) {
                    due.compute(key, (job, before) -> read.get(job));
                }
            });
        }
        pausedUntil = Optional.empty();
    }

    /** Returns whether this process still has a run. True when the database does not answer. */
    boolean has(Firing firing) {
        try {
            return store.firings(firing.scheduler()).contains(firing.id());
        } catch (SQLException e) {
            LOG.debug("the database of the cluster does not answer", e);
            return true;
        }
    }

    /** Fires the shared triggers in the mode {@link Mode#SHARED}, and otherwise none. */
    synchronized void become(Mode next) {
        mode = next;
        if (next == Mode.SHARED) {
            new HashSet<>(jobs.values()).forEach(this::scheduler);
            schedulers.values().stream().filter(triggers -> !closed).forEach(Triggers::start);
        } else {
            schedulers.values().stream().filter(triggers -> !closed).forEach(Triggers::pause);
        }
    }

    /** Fires no trigger any more. A run that is active now stays in the database, and another process takes it over. */
    synchronized void close() {
        closed = true;
        schedulers.values().forEach(Triggers::close);
    }
}
