package io.litedrill.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Who uses a database, as far as it could be seen.
 *
 * @param holders the processes that were seen to, each once
 * @param lock the lock of SQLite's that somebody holds on it, for people; empty when there is none
 * @param unseen what could not be looked at, for people; empty when everything could
 */
public record Holding(List<Holder> holders, Optional<String> lock, Optional<String> unseen) {
    /** More than comparing a drill with the live database takes. */
    private static final Duration OWN_LOOK = Duration.ofSeconds(10);

    private static final Duration OTHERS_LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Copies the list. */
    public Holding {
        holders = List.copyOf(holders);
    }

    /** Looks. Takes SQLite's locks for a moment, where no process was seen. Never throws for what it finds. */
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
     * Looks, and again for a while as long as somebody has it: whoever only looks into it, as checks and drills of Litedrill's own do, has
     * let go by then. This process is waited for longer, since it has no other business there.
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

    /** False when this thread is to stop. */
    private static boolean paused() {
        LockSupport.parkNanos(PAUSE.toNanos());
        return !Thread.currentThread().isInterrupted();
    }

    /** Whether anybody uses it. */
    public boolean isHeld() {
        return !holders.isEmpty() || lock.isPresent();
    }

    /** Who, for people. */
    public String who() {
        String processes = holders.stream().map(Holder::toString).collect(Collectors.joining("; "));
        return processes.isEmpty() ? lock.orElse("nobody") : processes;
    }
}
