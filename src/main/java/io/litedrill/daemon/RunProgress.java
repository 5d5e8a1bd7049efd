package io.litedrill.daemon;

import io.litedrill.app.Wording;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.http.Views;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.restore.RestorePlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracks the progress of a restore or drill. Safe for use by several threads. */
public final class RunProgress implements RestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunProgress.class);

    private final InstantSource clock;
    private final Consumer<RestorePhase> phases;
    private final BooleanSupplier replace;
    private Optional<RestorePhase> phase = Optional.empty();
    private Optional<Pace> pace = Optional.empty();
    private Optional<Long> total = Optional.empty();
    private Instant since;
    private long bytes;
    private long pages;

    /**
     * Holds the speed of the last measured drill.
     *
     * @param secondsPerByte seconds per byte of the replica's files
     * @param verify the duration of verification in seconds; empty when unknown
     */
    public record Pace(double secondsPerByte, Optional<Double> verify) {
        /** Returns the speed of a run that may read no more than some bytes a second. */
        Pace within(Optional<Long> bytesPerSecond) {
            return new Pace(
                    Math.max(
                            secondsPerByte,
                            bytesPerSecond.map(rate -> 1.0 / rate).orElse(0.0)),
                    verify);
        }

        /**
         * Returns the speed of the last measured drill of a replica; empty without one.
         *
         * @param latest the latest drill of the replica
         */
        static Optional<Pace> of(ReplicaHistory memory, ReplicaId id, Optional<DrillResult> latest) {
            return memory.drills(id)
                    .flatMap(ReplicaHistory.PastDrills::speed)
                    .filter(speed -> speed.bytesRead() > 0)
                    .map(speed -> new Pace(
                            speed.restoreSeconds() / speed.bytesRead(),
                            latest.filter(drill -> drill.outcome() == DrillResult.Outcome.PASSED)
                                    .map(drill -> drill.run().phases().verify())));
        }
    }

    /**
     * Starts with a run that is queued.
     *
     * @param phases receives each phase before it begins
     * @param replace decides whether the restored database may get its path
     */
    public RunProgress(InstantSource clock, Consumer<RestorePhase> phases, BooleanSupplier replace) {
        this.replace = replace;
        this.clock = clock;
        this.phases = phases;
        this.since = clock.instant();
    }

    /** Sets the measured speed, from which the remaining time is estimated. */
    public synchronized void measured(Optional<Pace> measured) {
        pace = measured;
    }

    @Override
    public void printed(String hook, String line) {
        LOG.info("{}: {}", hook, Wording.harmless(line));
    }

    @Override
    public boolean mayReplace() {
        return replace.getAsBoolean();
    }

    @Override
    public void phase(RestorePhase next) {
        // stored before it is shown: after a crash, the next daemon must have at least the phase that clients saw
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

    /** Returns the current progress. */
    public synchronized Views.Progress now() {
        return new Views.Progress(
                phase.map(PendingRestore::wire).orElse("queued"), bytes, total, Optional.of(pages), left());
    }

    /** Estimates the remaining time. It decreases between two files, but not below the estimate for the other files. */
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
