package io.litedrill.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A database that is looked after.
 *
 * @param database its name, unique in a scheduler
 * @param last when it was looked at before the start
 */
public record ScheduledDatabase(String database, Jobs jobs, Timing timing, Last last) {
    /** One that is never scrubbed. */
    public ScheduledDatabase(String database, Job check, Job drill, Timing timing, Optional<Instant> lastDrill) {
        this(
                database,
                new Jobs(check, drill, (runId, cancellation) -> {}),
                new Timing(timing.checks(), timing.drills()),
                new Last(lastDrill, Optional.empty()));
    }

    /** What is run. */
    public record Jobs(Job check, Job drill, Job scrub) {}

    /**
     * From history, when the last run that came to a conclusion ended. One that was interrupted does not count: it is still due.
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

    /** When the last run before the start ended; empty for a check, which is due at once. */
    Optional<Instant> last(JobKind kind) {
        return switch (kind) {
            case DRILL -> last.drill();
            case SCRUB -> last.scrub();
            case CHECK, RESTORE -> Optional.empty();
        };
    }

    /** How many jobs it has that come again. */
    int scheduled() {
        return timing.scrubs() instanceof Cadence.Never ? 2 : 3;
    }
}
