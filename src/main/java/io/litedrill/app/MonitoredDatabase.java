package io.litedrill.app;

import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.ScheduledDatabase;
import io.litedrill.schedule.Timing;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Describes a database that the daemon monitors.
 *
 * @param database its name is unique in a daemon
 * @param timing the times of the checks, drills and scrubs of each replica
 * @param replicas the replicas, one or more, in the order of the configuration
 * @param nodes the names of the nodes of a cluster that can see it; empty for all
 */
public record MonitoredDatabase(
        DatabaseTarget database, Timing timing, List<MonitoredReplica> replicas, Set<String> nodes) {
    /** Copies the list. */
    public MonitoredDatabase {
        replicas = List.copyOf(replicas);
    }

    public static MonitoredDatabase of(DatabaseTarget database, Timing timing) {
        return of(database, timing, Set.of());
    }

    /**
     * Creates a database.
     *
     * @param nodes the names of the nodes of a cluster that can see it; empty for all
     */
    public static MonitoredDatabase of(DatabaseTarget database, Timing timing, Set<String> nodes) {
        return new MonitoredDatabase(
                database,
                timing,
                database.replicas().stream().map(MonitoredReplica::new).toList(),
                nodes);
    }

    /** Returns the name of the database. */
    public String name() {
        return database.name();
    }

    /** Returns the database as a target of commands, with the daemon's views of its replicas. */
    public Target target(Application wiring) {
        List<ReplicaTarget> targets =
                replicas.stream().map(MonitoredReplica::replica).toList();
        return new Target(new DatabaseTarget(name(), database.live(), database.inPlace(), targets), name(), wiring);
    }

    /**
     * Returns the timing of a replica. An unreadable replica is only checked: a drill or scrub would repeat the finding
     * of the check.
     */
    public Timing timingOf(MonitoredReplica replica) {
        return replica.visible().isPresent() ? timing : new Timing(timing.checks(), new Cadence.Never());
    }

    /** Returns a copy of this database with other views of its replicas. */
    public MonitoredDatabase with(Function<MonitoredReplica, MonitoredReplica> view) {
        return new MonitoredDatabase(
                database, timing, replicas.stream().map(view).toList(), nodes);
    }

    /**
     * Returns the name of the jobs of a replica, see {@link ScheduledDatabase#database}. Each replica has its own jobs,
     * so that a hanging replica does not block the checks of the others.
     */
    public String jobOf(MonitoredReplica replica) {
        return replicas.size() == 1 ? name() : replica.id().toString();
    }
}
