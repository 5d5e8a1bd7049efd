package io.litedrill.schedule;

import io.litedrill.schedule.SharedTimes.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distributes the regular runs over the nodes of a cluster. While the database of the cluster cannot be reached, this
 * node runs all checks and its share of the drills and scrubs alone. Safe for use by several threads.
 */
final class SharedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SharedRuns.class);
    private static final List<JobKind> KINDS = List.of(JobKind.CHECK, JobKind.DRILL, JobKind.SCRUB);
    private static final long READ_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MISSED_INTERVALS = 3;

    private final Duration catchUpStep;
    private final InstantSource clock;
    private final Function<JobKind, Lane> lanes;
    private final Map<String, ScheduledDatabase> databases = new ConcurrentHashMap<>();
    /** The jobs that this node ran alone, whose triggers of the cluster do not know it. */
    private final Set<DatabaseRun> ranAlone = ConcurrentHashMap.newKeySet();

    /** The databases whose first times are not set yet. */
    private final Set<String> added = new HashSet<>();

    private Mode mode = Mode.OFF;
    private long readAt = System.nanoTime() - READ_EVERY_NANOS;

    /** Names a job that ran. */
    private record DatabaseRun(JobKind kind, String database) {}

    /** Creates the runs of no database; nothing runs until {@link #share} or {@link #runAlone}. */
    SharedRuns(Duration catchUpStep, InstantSource clock, Function<JobKind, Lane> lanes) {
        this.catchUpStep = catchUpStep;
        this.clock = clock;
        this.lanes = lanes;
    }

    private SharedTimes times(JobKind kind) {
        return lanes.apply(kind).shared().orElseThrow();
    }

    /** Adds databases, or replaces those with the same names. */
    synchronized void put(Collection<ScheduledDatabase> more) {
        more.forEach(database -> {
            added.add(database.database());
            databases.put(database.database(), database);
            KINDS.forEach(kind -> times(kind).add(database.database(), database.nodes()));
        });
        if (mode == Mode.SHARED) {
            setFirst();
        }
    }

    /** Removes a database. */
    synchronized void remove(String database) {
        databases.remove(database);
        added.remove(database);
        KINDS.forEach(kind -> {
            times(kind).remove(database);
            lanes.apply(kind).cancelAlone(database);
        });
    }

    /**
     * Runs the jobs together with the other nodes, and keeps what all of them share correct. Called every few seconds
     * while this node is a member.
     */
    synchronized void share() {
        try {
            if (mode != Mode.SHARED) {
                join();
            } else if (System.nanoTime() - readAt > READ_EVERY_NANOS) {
                read();
                setFirst();
                // a trigger is lost when its node could not set the next time
                KINDS.forEach(kind -> times(kind).atIfAbsent(next(kind)));
            }
            KINDS.forEach(kind -> lanes.apply(kind).stopSuperseded());
        } catch (SQLException | IllegalStateException e) {
            LOG.warn("the jobs of the cluster cannot be read, which is tried again: {}", e.getMessage());
        }
    }

    private void join() throws SQLException {
        read();
        Instant now = clock.instant();
        Set<DatabaseRun> ran = Set.copyOf(ranAlone);
        ran.stream()
                .filter(run -> databases.containsKey(run.database())
                        && times(run.kind()).isDue(run.database(), now))
                .forEach(run -> due(run.kind(), run.database(), now)
                        .ifPresent(time -> times(run.kind()).at(time, run.database())));
        ranAlone.removeAll(ran);
        KINDS.forEach(kind -> databases.keySet().forEach(lanes.apply(kind)::cancelAlone));
        added.addAll(databases.keySet());
        setFirst();
        become(Mode.SHARED);
        LOG.info("the checks, drills and scrubs of {} databases are shared with the other nodes", databases.size());
    }

    private void become(Mode next) {
        mode = next;
        KINDS.forEach(kind -> times(kind).become(next));
    }

    private void read() throws SQLException {
        for (JobKind kind : KINDS) {
            times(kind).refresh();
        }
        readAt = System.nanoTime();
    }

    /** Sets the first times of the databases that were added. The next call sets those that could not be set. */
    private void setFirst() {
        Instant now = clock.instant();
        List<ScheduledDatabase> all = databases.values().stream()
                .filter(database -> added.contains(database.database()))
                .toList();
        Set<String> left = new HashSet<>();
        KINDS.forEach(kind -> left.addAll(times(kind).atIfAbsent(first(kind, now, all))));
        added.retainAll(left);
    }

    private Map<String, Instant> first(JobKind kind, Instant now, List<ScheduledDatabase> all) {
        if (kind != JobKind.CHECK) {
            return new FirstRuns(kind).after(now, all, catchUpStep);
        }
        return FirstChecks.after(now, all);
    }

    private Map<String, Instant> next(JobKind kind) {
        Instant now = clock.instant();
        Map<String, Instant> next = new LinkedHashMap<>();
        databases.keySet().stream()
                // their history determines the first time
                .filter(name -> !added.contains(name))
                .forEach(name -> due(kind, name, now).ifPresent(time -> next.put(name, time)));
        return next;
    }

    private Optional<Instant> due(JobKind kind, String name, Instant now) {
        return Optional.ofNullable(databases.get(name)).flatMap(database -> database.due(kind, now));
    }

    /**
     * Runs all checks, and the drills and scrubs of this node's share, without the other nodes.
     *
     * @param share decides for each database whether it is of this node's share
     */
    synchronized void runAlone(Predicate<ScheduledDatabase> share) {
        if (mode == Mode.ALONE) {
            return;
        }
        become(Mode.ALONE);
        Instant now = clock.instant();
        for (JobKind kind : KINDS) {
            databases.values().stream()
                    .filter(database -> kind == JobKind.CHECK || share.test(database))
                    .map(ScheduledDatabase::database)
                    .forEach(name -> times(kind)
                            .next(name)
                            .or(() -> due(kind, name, now))
                            .ifPresent(time -> lanes.apply(kind).at(time, name)));
        }
        LOG.warn("the database of the cluster cannot be reached: this node runs all checks, and its share of the"
                + " drills and scrubs, without the other nodes");
    }

    /** Runs none of these jobs. */
    synchronized void stop() {
        if (mode != Mode.OFF) {
            become(Mode.OFF);
            KINDS.forEach(kind -> databases.keySet().forEach(lanes.apply(kind)::cancelAlone));
        }
    }

    /** Records that a regular run begins. */
    void began(JobKind kind, String database) {
        if (times(kind).mode() == Mode.ALONE) {
            ranAlone.add(new DatabaseRun(kind, database));
        }
    }

    /** Returns the databases for which no check was started in three intervals, on any node, sorted. */
    SortedSet<String> missedChecks() {
        SortedSet<String> missed = new TreeSet<>();
        SharedTimes checks = times(JobKind.CHECK);
        if (checks.mode() == Mode.SHARED) {
            Instant now = clock.instant();
            databases.values().stream()
                    .filter(database -> checks.isMissed(
                            database.database(),
                            now.minusNanos(2 * READ_EVERY_NANOS)
                                    .minus(database.timing().checks().interval().multipliedBy(MISSED_INTERVALS))))
                    .forEach(database -> missed.add(database.database()));
        }
        return missed;
    }
}
