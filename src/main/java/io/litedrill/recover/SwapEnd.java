package io.litedrill.recover;

import io.litedrill.live.LivePlace;
import io.litedrill.live.SqliteLocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a swap, once its first step was taken. */
sealed interface SwapEnd {
    /**
     * The new database has the path.
     *
     * @param leftover the files that could not be deleted afterwards
     */
    record Placed(List<String> leftover) implements SwapEnd {}

    /** A step failed, and the old database is in its place. */
    record Undone(String failure) implements SwapEnd {}

    /** A step failed, and could not be undone. */
    record HalfDone(String failure, String next) implements SwapEnd {}

    /**
     * Swaps while locks keep the old database closed to other processes; undoes the swap when a step fails. Throws no
     * exception for a failed step: what a caller reports depends on which file has the path.
     *
     * @param locks released at the end
     */
    static SwapEnd of(LivePlace place, Swap swap, Optional<SqliteLocks> locks) {
        try {
            swap.announce();
            return new Placed(swap.forward());
        } catch (IOException e) {
            return undone(place, swap, e);
        } finally {
            locks.ifPresent(SwapEnd::release);
        }
    }

    private static void release(SqliteLocks locks) {
        Logger log = LoggerFactory.getLogger(SwapEnd.class);
        try {
            locks.close();
        } catch (IOException e) {
            log.warn("the locks of the old database could not be released ({})", e.toString());
        }
    }

    private static SwapEnd undone(LivePlace place, Swap swap, IOException failure) {
        String reason = place.file() + ": could not be replaced: " + failure;
        if (failure instanceof FencedException) {
            return new HalfDone(reason, "see the report of the other restore; this one changes nothing more");
        }
        try {
            if (swap.isNewInPlace()) {
                return finished(swap, failure);
            }
            swap.undo();
            return new Undone(reason);
        } catch (IOException e) {
            return new HalfDone(
                    reason + ". It could not be undone either (" + e + ")",
                    "mend that, then run litedrill ensure, or the restore again, which finishes or undoes it");
        }
    }

    private static SwapEnd finished(Swap swap, IOException failure) {
        List<String> leftover = new ArrayList<>(List.of(failure.toString()));
        leftover.addAll(swap.finish());
        return new Placed(leftover);
    }
}
