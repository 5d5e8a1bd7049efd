package io.litedrill.replica.timeline;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects two histories of one replica that grow at the same time. Only two Litestream processes write them: each
 * begins a generation when it starts and does not continue earlier ones. The files of the {@code ltx} layout are one
 * history. All times are the store's, since times in headers come from another clock. Pure.
 *
 * @param older the history that began first, for people
 * @param newer the history that began later, for people
 * @param since when the newer history began
 */
public record ConcurrentHistories(String older, String newer, Instant since) {
    /**
     * A Litestream process that begins a new generation may finish the previous one late, but does not return to it.
     */
    private static final int LEAST_RETURNS = 2;

    private static final int LEAST_FILES = 3;
    private static final String LTX = "the LTX files";

    /**
     * Describes a history that is written incrementally.
     *
     * @param begun time of its oldest file
     * @param grown times of its increments, in the order of replay
     */
    private record History(String name, Instant begun, List<Instant> grown) {
        static Optional<History> of(String name, Stream<? extends ReplicaFile> files, List<Instant> grown) {
            return files.map(file -> file.object().modified())
                    .min(Instant::compareTo)
                    .map(begun -> new History(name, begun, grown))
                    .filter(History::hasOwnTimes);
        }

        /**
         * Returns whether the times are times of writing. A copy has the times of copying, in any order, which prove
         * nothing.
         */
        private boolean hasOwnTimes() {
            return grown.stream().distinct().count() >= LEAST_FILES
                    && grown.equals(grown.stream().sorted().toList());
        }
    }

    /** Returns all pairs of concurrent histories. */
    public static List<ConcurrentHistories> of(Inventory inventory) {
        List<History> all = histories(inventory);
        List<ConcurrentHistories> found = new ArrayList<>();
        for (History one : all) {
            for (History other : all) {
                if (one.begun().isBefore(other.begun()) && returns(one, other) >= LEAST_RETURNS) {
                    found.add(new ConcurrentHistories(one.name(), other.name(), other.begun()));
                }
            }
        }
        return found;
    }

    private static List<History> histories(Inventory inventory) {
        Stream<Optional<History>> generations = inventory.generations().stream()
                .map(generation -> History.of(name(generation.id()), generation.files(), times(generation.segments())));
        List<LtxFile> synced =
                inventory.ltxFiles().stream().filter(file -> file.level() == 0).toList();
        return Stream.concat(generations, Stream.of(History.of(LTX, synced.stream(), times(synced))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<Instant> times(List<? extends ReplicaFile> files) {
        return files.stream().map(file -> file.object().modified()).toList();
    }

    private static String name(String generation) {
        return "generation " + generation;
    }

    /** Counts how often the older history continues after the newer one did. */
    private static int returns(History older, History newer) {
        int returns = 0;
        int next = 0;
        for (Instant time : older.grown()) {
            int before = next;
            while (next < newer.grown().size() && newer.grown().get(next).isBefore(time)) {
                next++;
            }
            returns += next > before && time.isAfter(newer.begun()) ? 1 : 0;
        }
        return returns;
    }

    /** Returns whether it is unknown to which of the two databases a recovery point belongs. */
    public boolean concerns(RecoveryPoint point) {
        String name = point.position() instanceof WalPosition wal ? name(wal.generation()) : LTX;
        return (name.equals(older) || name.equals(newer)) && !point.time().isBefore(since);
    }
}
