package io.litedrill.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The processes that use a database, as far as they could be detected.
 *
 * @param holders the detected processes, each once
 * @param lock SQLite's lock that another process holds on the database, for people; empty without a lock
 * @param unseen the sources that could not be read, for people; empty when all could be read
 */
public record Holding(List<Holder> holders, Optional<String> lock, Optional<String> unseen) {
    /** Longer than the comparison of a drill with the live database. */
    private static final Duration OWN_LOOK = Duration.ofSeconds(10);

    private static final Duration OTHERS_LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Copies the list. */
    public Holding {
        holders = List.copyOf(holders);
    }

    /**
     * Detects the users of a database. Takes SQLite's locks for a moment when no process was found. Never throws for
     * its findings.
     */
    public static Holding of(LivePlace place) {
        OpenFiles open = OpenFiles.of(place);
        List<Holder> holders = new ArrayList<>(open.holders());
        if (!holders.isEmpty()) {
            return new Holding(holders, Optional.empty(), open.unseen());
        }
        List<Holder> litestreams = RunningLitestream.of(place);
        Optional<String> lock = SqliteLocks.heldByOthers(place);
        return new Holding(litestreams, lock, open.unseen());
    }

    /**
     * Detects the users of a database, and repeats that for a while as long as it is in use: readers, such as a running
     * check or drill of Litedrill, finish in that time. This process gets a longer time, because it has no other use of
     * the database.
     */
    public static Holding lasting(LivePlace place) {
        long start = System.nanoTime();
        Holding holding = of(place);
        while (holding.isHeld()
                && System.nanoTime() - start < holding.patience().toNanos()
                && paused()) {
            holding = of(place);
        }
        return holding;
    }

    private Duration patience() {
        long self = ProcessHandle.current().pid();
        boolean own = !holders.isEmpty() && holders.stream().allMatch(holder -> holder.pid() == self);
        return own ? OWN_LOOK : OTHERS_LOOK;
    }

    /** Waits; returns false when this thread must stop. */
    private static boolean paused() {
        LockSupport.parkNanos(PAUSE.toNanos());
        return !Thread.currentThread().isInterrupted();
    }

    /** Returns whether the database is in use. */
    public boolean isHeld() {
        return !holders.isEmpty() || lock.isPresent();
    }

    /** Returns the users, for people. */
    public String who() {
        String processes = holders.stream().map(Holder::toString).collect(Collectors.joining("; "));
        return processes.isEmpty() ? lock.orElse("no process") : processes;
    }
}
