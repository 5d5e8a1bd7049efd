package io.litedrill.daemon;

import io.litedrill.http.Views;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.restore.RestorePlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** How far a restore has come, for whoever asks. Safe for use by several threads. */
public final class RunProgress implements RestoreListener {
    private final InstantSource clock;
    private final Consumer<RestorePhase> phases;
    private Optional<RestorePhase> phase = Optional.empty();
    private Optional<Pace> pace = Optional.empty();
    private Optional<Long> total = Optional.empty();
    private Instant since;
    private long bytes;
    private long pages;

    /**
     * How fast the last measured drill was.
     *
     * @param secondsPerByte of the replica's files
     * @param verify how long testing took; empty when that is not known
     */
    public record Pace(double secondsPerByte, Optional<Double> verify) {}

    /**
     * Of a run that is queued.
     *
     * @param phases hears of each phase before it begins
     */
    public RunProgress(InstantSource clock, Consumer<RestorePhase> phases) {
        this.clock = clock;
        this.phases = phases;
        this.since = clock.instant();
    }

    /** From now on the time that is left can be told. */
    public synchronized void measured(Optional<Pace> measured) {
        pace = measured;
    }

    @Override
    public void phase(RestorePhase next) {
        // written down before it is shown: after a crash the next daemon must know at least what was seen
        if (isNew(next)) {
            phases.accept(next);
        }
        enter(next);
    }

    private synchronized boolean isNew(RestorePhase next) {
        return phase.filter(next::equals).isEmpty();
    }

    private synchronized void enter(RestorePhase next) {
        since = clock.instant();
        phase = Optional.of(next);
    }

    @Override
    public synchronized void began(RestorePlan plan) {
        total = Optional.of(plan.bytes());
        bytes = 0;
        pages = 0;
    }

    @Override
    public synchronized void done(ReplicaFile file) {
        since = clock.instant();
        bytes += file.object().size();
    }

    @Override
    public synchronized void wrote(long more) {
        pages += more;
    }

    /** Where it stands. */
    public synchronized Views.Progress now() {
        return new Views.Progress(phase.map(PendingRestore::wire).orElse("queued"), bytes, total, pages, left());
    }

    /** The clock runs on between two files, but never past what is left for the others. */
    private Optional<Duration> left() {
        if (phase.isEmpty() || pace.isEmpty()) {
            return Optional.empty();
        }
        double idle = Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3);
        Optional<Double> seconds = switch (phase.get()) {
            case RESTORING ->
                pace.get()
                        .verify()
                        .flatMap(verify -> total.map(
                                all -> Math.max(0, (all - bytes) * pace.get().secondsPerByte() - idle) + verify));
            case VERIFYING -> pace.get().verify().map(verify -> Math.max(0, verify - idle));
            case PLANNING, BEFORE, SWAPPING, AFTER -> Optional.empty();
        };
        return seconds.map(left -> Duration.ofMillis(Math.round(left * 1e3)));
    }
}
