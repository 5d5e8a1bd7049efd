package io.litedrill.live;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The state of a live database, read from its files. */
public sealed interface LiveState {
    /** The file does not exist. */
    record Missing() implements LiveState {}

    /**
     * The file exists, but cannot be read.
     *
     * @param reason for people, with the path
     */
    record Unreadable(String reason) implements LiveState {}

    /**
     * The database exists.
     *
     * @param wal contents of its {@code -wal} file
     * @param modified the newer of the modification times of the database file and its {@code -wal}. Checkpoints change
     *     it too, and so does Litestream itself
     * @param file size and time of the database file alone
     */
    record Present(Wal wal, Instant modified, FileStamp file) implements LiveState {
        /** Returns the size of the database file alone, in bytes. */
        public long databaseBytes() {
            return file.bytes();
        }

        /** Returns whether all commits are in a database file with this stamp. */
        public boolean isUnchangedSince(FileStamp stamp) {
            return wal.isWithoutCommits() && file.equals(stamp);
        }

        /**
         * Returns whether a replica that ends at this position of the WAL with these salts has all commits of this
         * database.
         *
         * <p>In layout {@code wal}, the position is the end of the newest index's last segment, and the salts are in
         * the first 32 bytes of that index. In {@code ltx}, it is WAL offset + size, and the salts are in the header of
         * the newest level-0 file (compacted files have zeros there). Measured with Litestream 0.3.13 and 0.5.17, with
         * everything replicated: while idle, across checkpoints, and after restarts of either side.
         *
         * <p>False does not mean that commits are missing: after a checkpoint that truncated or removed the {@code
         * -wal} while Litestream did not run, no position can be compared.
         */
        public boolean isAt(Salts salts, long offset) {
            return wal.isAt(salts, offset);
        }
    }

    /**
     * The contents of a {@code -wal} file that SQLite's recovery would find.
     *
     * @param salts salts of the header; empty unless it is valid
     * @param end offset just after the last commit frame, in bytes; empty without a commit
     */
    record Wal(WalState state, Optional<Salts> salts, OptionalLong end) {
        static Wal without(WalState state) {
            return new Wal(state, Optional.empty(), OptionalLong.empty());
        }

        private boolean isWithoutCommits() {
            return state == WalState.NONE || state == WalState.EMPTY || state == WalState.HEADER_ONLY;
        }

        private boolean isAt(Salts wanted, long offset) {
            return salts.filter(wanted::equals).isPresent() && end.isPresent() && end.getAsLong() == offset;
        }
    }

    /** The states of a {@code -wal} file. */
    enum WalState {
        /**
         * Does not exist: no process has the database open, or it is not in WAL mode. All commits are in the main file.
         */
        NONE,
        /** Has no bytes: just created, or truncated by a checkpoint. All commits are in the main file. */
        EMPTY,
        /** A valid header without a commit after it. */
        HEADER_ONLY,
        /** At least one commit. Checkpoints may have copied it to the main file already. */
        COMMITS,
        /** No valid header; SQLite would ignore the file, or it is being written for the first time. */
        INVALID,
        /** SQLite restarted the file during each reading. */
        CHANGING
    }

    /**
     * The two numbers that SQLite changes each time it restarts the WAL.
     *
     * @param salt1 0 to 2^32 - 1
     * @param salt2 0 to 2^32 - 1
     */
    record Salts(long salt1, long salt2) {}
}
