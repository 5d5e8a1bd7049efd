package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Sets the triggers of the checks, drills and scrubs of all databases, each at the slots of its cadence. Safe for use
 * by several threads.
 */
final class RegularRuns {
    private static final List<JobKind> SCHEDULED = List.of(JobKind.CHECK, JobKind.DRILL, JobKind.SCRUB);

    private final Duration catchUpStep;
    private final InstantSource clock;
    private final RunIds ids;
    private final Function<JobKind, Lane> lanes;
    private final Map<String, ScheduledDatabase> databases = new ConcurrentHashMap<>();
    private final MissedChecks missed = new MissedChecks(System::nanoTime);
    private final Optional<Sharing> sharing;

    /**
     * Divides the databases of a cluster.
     *
     * @param node the name of this node
     * @param runs the runs that several nodes share
     */
    record Sharing(String node, SharedRuns runs) {
        private Place place(ScheduledDatabase database) {
            if (database.nodes().equals(Set.of(node))) {
                return Place.HERE;
            }
            return database.nodes().isEmpty() || database.nodes().contains(node) ? Place.SHARED : Place.ELSEWHERE;
        }
    }

    /** Defines which node runs the jobs of a database. */
    private enum Place {
        /** This node alone. */
        HERE,
        /** One of several nodes, this one among them. */
        SHARED,
        /** Another node. */
        ELSEWHERE
    }

    /**
     * Creates the schedule without databases.
     *
     * @param sharing the runs that this node shares with others; empty without a cluster
     *
     * @param catchUpStep the time between the starts of overdue drills after a start
     * @param lanes returns the lane of each kind
     */
    RegularRuns(Duration catchUpStep, InstantSource clock, Function<JobKind, Lane> lanes, Optional<Sharing> sharing) {
        this.sharing = sharing;
        this.catchUpStep = catchUpStep;
        this.clock = clock;
        this.ids = new RunIds(clock);
        this.lanes = lanes;
    }

    /** Replaces the databases as {@link Scheduler#replace} does. */
    synchronized void replace(List<ScheduledDatabase> wanted) {
        Map<String, ScheduledDatabase> byName = byName(wanted);
        List.copyOf(databases.values()).stream()
                .filter(known -> Optional.ofNullable(byName.get(known.database()))
                        .filter(database -> database.nodes().equals(known.nodes()))
                        .isEmpty())
                .map(ScheduledDatabase::database)
                .forEach(this::remove);
        List<ScheduledDatabase> added = wanted.stream()
                .filter(database -> !databases.containsKey(database.database()))
                .toList();
        wanted.forEach(this::put);
        begin(added);
    }

    private static Map<String, ScheduledDatabase> byName(List<ScheduledDatabase> databases) {
        Map<String, ScheduledDatabase> byName = new LinkedHashMap<>();
        for (ScheduledDatabase database : databases) {
            if (byName.putIfAbsent(database.database(), database) != null) {
                throw new IllegalArgumentException(database.database() + ": two databases have this name. Rename one");
            }
        }
        return byName;
    }

    private void remove(String name) {
        databases.remove(name);
        sharing.ifPresent(cluster -> cluster.runs.remove(name));
        SCHEDULED.forEach(kind -> lanes.apply(kind).cancel(name));
        missed.forget(name);
    }

    private void put(ScheduledDatabase database) {
        ScheduledDatabase before = databases.put(database.database(), database);
        if (before == null || place(database) == Place.ELSEWHERE) {
            return;
        }
        Instant now = clock.instant();
        SCHEDULED.stream()
                .filter(kind -> !before.cadence(kind).equals(database.cadence(kind)))
                // a run that is due comes first; the one after it uses the new cadence
                .filter(kind -> !isDue(kind, database, now))
                .forEach(kind -> {
                    lanes.apply(kind).cancel(database.database());
                    setNext(kind, database, now);
                });
    }

    private void begin(List<ScheduledDatabase> all) {
        sharing.ifPresent(cluster -> cluster.runs.put(at(Place.SHARED)));
        List<ScheduledDatabase> added =
                all.stream().filter(database -> place(database) == Place.HERE).toList();
        Instant now = clock.instant();
        for (JobKind kind : List.of(JobKind.DRILL, JobKind.SCRUB)) {
            new FirstRuns(kind)
                    .after(now, added, catchUpStep)
                    .forEach((name, time) -> lanes.apply(kind).at(time, name));
        }
        Map<String, Instant> first = FirstChecks.after(now, added);
        added.forEach(database ->
                missed.due(database.database(), database.timing().checks().interval()));
        first.forEach((name, time) -> lanes.apply(JobKind.CHECK).at(time, name));
    }

    private Place place(ScheduledDatabase database) {
        return sharing.map(cluster -> cluster.place(database)).orElse(Place.HERE);
    }

    private List<ScheduledDatabase> at(Place place) {
        return databases.values().stream()
                .filter(database -> place(database) == place)
                .toList();
    }

    /**
     * Sets all triggers again after the clock was set back. A trigger has a time of the system clock: after a step back
     * by an hour, it would fire an hour late.
     */
    void setAgain() {
        Instant now = clock.instant();
        // the other nodes fire the shared ones in time
        at(Place.HERE)
                .forEach(database -> SCHEDULED.stream()
                        .filter(kind -> !isDue(kind, database, now))
                        .forEach(kind -> setNext(kind, database, now)));
    }

    private void setNext(JobKind kind, ScheduledDatabase database, Instant now) {
        database.due(kind, now).ifPresent(time -> lanes.apply(kind).at(time, database.database()));
    }

    private boolean isDue(JobKind kind, ScheduledDatabase database, Instant now) {
        return lanes.apply(kind).isDue(database.database(), now);
    }

    /** Returns the regular runs of one kind. */
    RegularJobs of(JobKind kind) {
        return new RegularJobs() {
            @Override
            public Optional<Run> next(String name) {
                return Optional.ofNullable(databases.get(name)).map(database -> {
                    if (place(database) == Place.SHARED) {
                        sharing.ifPresent(cluster -> cluster.runs.began(kind, name));
                    }
                    advance(kind, database);
                    return run(kind, database);
                });
            }

            @Override
            public void skip(String name) {
                Optional.ofNullable(databases.get(name))
                        .filter(database -> isDue(kind, database, clock.instant()))
                        .ifPresent(database -> advance(kind, database));
            }
        };
    }

    private void advance(JobKind kind, ScheduledDatabase database) {
        setNext(kind, database, clock.instant());
        if (kind == JobKind.CHECK && place(database) == Place.HERE) {
            missed.due(database.database(), database.timing().checks().interval());
        }
    }

    /**
     * Returns a requested run of a database; empty when no such database exists.
     *
     * @throws IllegalStateException when only other nodes can see the database
     */
    Optional<Run> requested(JobKind kind, String name) {
        return Optional.ofNullable(databases.get(name)).map(database -> {
            if (place(database) == Place.ELSEWHERE) {
                throw new IllegalStateException(name + ": its jobs run only on the nodes "
                        + String.join(", ", new TreeSet<>(database.nodes())) + ". Send the request to one of them");
            }
            return run(kind, database);
        });
    }

    private Run run(JobKind kind, ScheduledDatabase database) {
        return new Run(ticket(kind, database.database()), database.job(kind));
    }

    /** Returns the properties of a new run. */
    Run.Ticket ticket(JobKind kind, String name) {
        return new Run.Ticket(ids.next(), name, kind, clock.instant());
    }

    /** Returns the number of jobs without an active run: those that wait for a place, and those that are not due. */
    Map<JobState, Integer> inactive() {
        Instant now = clock.instant();
        Map<JobState, Integer> jobs = new EnumMap<>(JobState.class);
        databases.values().stream()
                .filter(database -> place(database) != Place.ELSEWHERE)
                .forEach(database -> SCHEDULED.stream()
                        .filter(database::isScheduled)
                        .filter(kind -> !lanes.apply(kind).isActive(database.database()))
                        .map(kind -> isDue(kind, database, now) ? JobState.QUEUED : JobState.WAITING)
                        .forEach(state -> jobs.merge(state, 1, Integer::sum)));
        return jobs;
    }

    /** Returns the names of the databases as {@link Scheduler#missedChecks} does. */
    SortedSet<String> missedChecks() {
        Instant now = clock.instant();
        SortedSet<String> names = missed.databases();
        names.removeIf(name -> lanes.apply(JobKind.CHECK).isBusy(name, now));
        sharing.ifPresent(cluster -> names.addAll(cluster.runs.missedChecks()));
        return names;
    }
}
