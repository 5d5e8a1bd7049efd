package io.litedrill.daemon;

import io.litedrill.http.Views;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tracks the progress of a scrub. Safe for use by several threads. */
final class ScrubProgress implements RestoreListener {
    private final InstantSource clock;
    private final Optional<Double> lastSeconds;
    private final RateLimit limit;
    private final Instant start;
    private Instant since;
    private String phase = "planning";
    private Optional<Long> total = Optional.empty();
    private long bytes;
    private double compared;

    /**
     * Starts with a scrub that lists the replica.
     *
     * @param lastSeconds the duration of the last complete scrub, in seconds; empty when unknown
     * @param limit the limit of what it reads
     */
    ScrubProgress(InstantSource clock, Optional<Double> lastSeconds, RateLimit limit) {
        this.limit = limit;
        this.clock = clock;
        this.lastSeconds = lastSeconds;
        this.start = clock.instant();
        this.since = start;
    }

    /** Adds to the bytes so far: files that a second listing adds, or that are read twice. */
    @Override
    public synchronized void verifies(long more) {
        enter("reading");
        total = Optional.of(bytes + more);
    }

    @Override
    public void done(ReplicaFile file) {
        // its bytes were counted as they were read
    }

    @Override
    public synchronized void read(long more) {
        bytes += more;
    }

    @Override
    public synchronized void compares(int number, int of) {
        enter("comparing");
        compared = (number - 1.0) / of;
    }

    private void enter(String next) {
        if (!phase.equals(next)) {
            phase = next;
            since = clock.instant();
        }
    }

    /** Returns the current progress. */
    synchronized Views.Progress now() {
        return new Views.Progress(phase, bytes, total, Optional.empty(), left());
    }

    /** Estimates the remaining time from the last scrub; without one, that of the phase from its speed so far. */
    private Optional<Duration> left() {
        Instant now = clock.instant();
        double part = phase.equals("reading")
                ? total.filter(all -> all > 0).map(all -> (double) bytes / all).orElse(0.0)
                : compared;
        Optional<Double> ofPhase = Optional.of(part)
                .filter(done -> done > 0)
                .map(done -> seconds(since, now) * Math.max(0, 1 - done) / done);
        return lastSeconds
                .map(last -> Math.max(ofPhase.orElse(0.0), last - seconds(start, now)))
                .or(() -> ofPhase)
                .map(seconds -> Math.max(seconds, atTheLimit()))
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1e3)));
    }

    /** Returns the seconds that the bytes still to be read take at the limit, which may be new. */
    private double atTheLimit() {
        long left = total.map(all -> Math.max(0, all - bytes)).orElse(0L);
        return limit.bytesPerSecond().map(rate -> (double) left / rate).orElse(0.0);
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
    }
}
