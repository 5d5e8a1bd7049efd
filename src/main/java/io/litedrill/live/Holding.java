package io.litedrill.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who uses a database, as far as it could be seen.
 *
 * @param holders the processes that were seen to, each once
 * @param lock the lock of SQLite's that somebody holds on it, for people; empty when there is none
 * @param unseen what could not be looked at, for people; empty when everything could
 */
public record Holding(List<Holder> holders, Optional<String> lock, Optional<String> unseen) {
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
