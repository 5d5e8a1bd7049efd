package io.litedrill.live;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What stands at the path of a live database, seen from outside. */
public sealed interface LiveState {
    /** There is no file at the path. */
    record Missing() implements LiveState {}

    /**
     * There is something, but it cannot be looked at.
     *
     * @param reason for people, with the path
     */
    record Unreadable(String reason) implements LiveState {}

    /**
     * The database is there.
     *
     * @param wal what its {@code -wal} file holds
     * @param modified the newer of the modification times of the database file and its {@code -wal}. Checkpoints move it
     *     too, and so does Litestream itself
     * @param databaseBytes size of the database file alone
     */
    record Present(Wal wal, Instant modified, long databaseBytes) implements LiveState {
        /**
         * Whether a replica that ends at this place of the WAL with these salts has all that was committed here.
         *
         * <p>The place is, in layout {@code wal}, the end of the newest index's last segment, with the salts in the first 32
         * bytes of that index; in {@code ltx}, WAL offset + size and the salts in the header of the newest level-0 file
         * (compacted files have zeros there). So measured with Litestream 0.3.13 and 0.5.17, whenever all was replicated:
         * while idle, across checkpoints, and after restarts of either side.
         *
         * <p>False does not mean that something is missing: after a checkpoint that cut or removed the {@code -wal} while
         * Litestream did not run, there is nothing to compare with.
         */
        public boolean isAt(Salts salts, long offset) {
            return wal.isAt(salts, offset);
        }
    }

    /**
     * What a {@code -wal} file holds that SQLite's recovery would find.
     *
     * @param salts of the header; empty unless it is valid
     * @param end offset just after the last commit frame; empty when there is none
     */
    record Wal(WalState state, Optional<Salts> salts, OptionalLong end) {
        static Wal without(WalState state) {
            return new Wal(state, Optional.empty(), OptionalLong.empty());
        }

        private boolean isAt(Salts wanted, long offset) {
            return salts.filter(wanted::equals).isPresent() && end.isPresent() && end.getAsLong() == offset;
        }
    }

    /** How far a {@code -wal} file could be read. */
    enum WalState {
        /** There is none: nobody has the database open, or it is not in WAL mode. All that was committed is in the main file. */
        NONE,
        /** It has no bytes: just created, or cut by a checkpoint. All that was committed is in the main file. */
        EMPTY,
        /** A valid header without a commit behind it. */
        HEADER_ONLY,
        /** At least one commit. Checkpoints may have copied it to the main file already. */
        COMMITS,
        /** No valid header; SQLite would ignore the file, or it is being written for the first time. */
        INVALID,
        /** SQLite began the file anew each time while it was read. */
        CHANGING
    }

    /**
     * The two numbers that SQLite renews each time it begins the WAL anew.
     *
     * @param salt1 0 to 2^32 - 1
     * @param salt2 0 to 2^32 - 1
     */
    record Salts(long salt1, long salt2) {}
}
