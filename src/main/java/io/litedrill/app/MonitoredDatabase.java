package io.litedrill.app;

import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.ScheduledDatabase;
import io.litedrill.schedule.Timing;
import java.util.List;
import java.util.function.Function;

/**
 * A database that the daemon looks after.
 *
 * @param database its name is unique in a daemon
 * @param timing when each of its replicas is looked at
 * @param wards its replicas, one or more, in the order of the configuration
 */
public record MonitoredDatabase(DatabaseTarget database, Timing timing, List<MonitoredReplica> wards) {
    /** Copies the list. */
    public MonitoredDatabase {
        wards = List.copyOf(wards);
    }

    public static MonitoredDatabase of(DatabaseTarget database, Timing timing) {
        return new MonitoredDatabase(
                database,
                timing,
                database.replicas().stream().map(MonitoredReplica::new).toList());
    }

    /** Its name. */
    public String name() {
        return database.name();
    }

    /** The database as commands work on it, with the views of its replicas that the daemon has. */
    public Target target(Application wiring) {
        List<ReplicaTarget> replicas =
                wards.stream().map(MonitoredReplica::replica).toList();
        return new Target(new DatabaseTarget(name(), database.live(), database.inPlace(), replicas), name(), wiring);
    }

    /** When a replica is looked at. One that cannot be read is neither drilled nor scrubbed: each would say what each check says already. */
    public Timing timingOf(MonitoredReplica ward) {
        return ward.visible().isPresent() ? timing : new Timing(timing.checks(), new Cadence.Never());
    }

    /** The same database with other views of its replicas. */
    public MonitoredDatabase with(Function<MonitoredReplica, MonitoredReplica> view) {
        return new MonitoredDatabase(database, timing, wards.stream().map(view).toList());
    }

    /**
     * What the scheduler calls one of its replicas, see {@link ScheduledDatabase#database}. Each has jobs of its own, so that one that hangs does
     * not keep the others of the database from being checked.
     */
    public String jobOf(MonitoredReplica ward) {
        return wards.size() == 1 ? name() : ward.id().toString();
    }
}
