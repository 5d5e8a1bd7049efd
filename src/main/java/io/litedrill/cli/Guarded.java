package io.litedrill.cli;

import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.Timing;
import io.litedrill.schedule.Watch;
import java.util.List;
import java.util.function.Function;

/**
 * A database that the daemon looks after.
 *
 * @param database its name is unique in a daemon
 * @param timing when each of its replicas is looked at
 * @param wards its replicas, one or more, in the order of the configuration
 */
record Guarded(WatchedDatabase database, Timing timing, List<Ward> wards) {
    /** Copies the list. */
    Guarded {
        wards = List.copyOf(wards);
    }

    static Guarded of(WatchedDatabase database, Timing timing) {
        return new Guarded(
                database, timing, database.replicas().stream().map(Ward::new).toList());
    }

    /** Its name. */
    String name() {
        return database.name();
    }

    /** The database as commands work on it, with the views of its replicas that the daemon has. */
    Target target(Wiring wiring) {
        List<WatchedReplica> replicas = wards.stream().map(Ward::replica).toList();
        return new Target(new WatchedDatabase(name(), database.live(), database.inPlace(), replicas), name(), wiring);
    }

    /** When a replica is looked at. One that cannot be read is neither drilled nor scrubbed: each would say what each check says already. */
    Timing timingOf(Ward ward) {
        return ward.visible().isPresent() ? timing : new Timing(timing.checks(), new Cadence.Never());
    }

    /** The same database with other views of its replicas. */
    Guarded with(Function<Ward, Ward> view) {
        return new Guarded(database, timing, wards.stream().map(view).toList());
    }

    /**
     * What the scheduler calls one of its replicas, see {@link Watch#database}. Each has jobs of its own, so that one that hangs does
     * not keep the others of the database from being checked.
     */
    String jobOf(Ward ward) {
        return wards.size() == 1 ? name() : ward.id().toString();
    }
}
