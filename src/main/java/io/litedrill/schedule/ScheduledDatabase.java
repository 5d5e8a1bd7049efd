package io.litedrill.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a database with its jobs and their schedule.
 *
 * @param database its name, unique in a scheduler
 * @param last the times of its last runs before the start
 * @param nodes the names of the nodes of a cluster that may run its jobs; empty for all
 */
public record ScheduledDatabase(String database, Jobs jobs, Timing timing, Last last, Set<String> nodes) {
    /** Copies the set. */
    public ScheduledDatabase {
        nodes = Set.copyOf(nodes);
    }

    /** Creates a database whose jobs run on any node. */
    public ScheduledDatabase(String database, Jobs jobs, Timing timing, Last last) {
        this(database, jobs, timing, last, Set.of());
    }

    /** Creates a database that is never scrubbed. */
    public ScheduledDatabase(String database, Job check, Job drill, Timing timing, Optional<Instant> lastDrill) {
        this(
                database,
                new Jobs(check, drill, (runId, cancellation) -> {}),
                new Timing(timing.checks(), timing.drills()),
                new Last(lastDrill, Optional.empty()));
    }

    /** Holds the jobs of a database. */
    public record Jobs(Job check, Job drill, Job scrub) {}

    /**
     * Holds the end times of the last runs with a conclusion, from the history. An interrupted run does not count: it
     * is still due.
     */
    public record Last(Optional<Instant> drill, Optional<Instant> scrub) {}

    Job job(JobKind kind) {
        return switch (kind) {
            case CHECK -> jobs.check();
            case DRILL -> jobs.drill();
            case SCRUB -> jobs.scrub();
            case RESTORE -> throw new IllegalArgumentException("restores are never scheduled");
        };
    }

    Cadence cadence(JobKind kind) {
        return switch (kind) {
            case CHECK -> timing.checks();
            case DRILL -> timing.drills();
            case SCRUB -> timing.scrubs();
            case RESTORE -> new Cadence.Never();
        };
    }

    /** Returns the slot of a job that follows a run at a time; empty when no run follows. */
    Optional<Instant> due(JobKind kind, Instant last) {
        return kind == JobKind.CHECK
                ? Optional.of(timing.checks().dueOften(database, last))
                : cadence(kind).due(database, last);
    }

    /** Returns the end of the last run before the start; empty for a check, which is due at once. */
    Optional<Instant> last(JobKind kind) {
        return switch (kind) {
            case DRILL -> last.drill();
            case SCRUB -> last.scrub();
            case CHECK, RESTORE -> Optional.empty();
        };
    }

    /** Returns whether this kind of job is counted for the database: scrubs only if they recur. */
    boolean isScheduled(JobKind kind) {
        return kind == JobKind.CHECK
                || kind == JobKind.DRILL
                || (kind == JobKind.SCRUB && !(timing.scrubs() instanceof Cadence.Never));
    }
}
