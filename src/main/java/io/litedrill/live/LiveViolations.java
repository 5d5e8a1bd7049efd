package io.litedrill.live;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.PrivateFolder;
import io.litedrill.verify.ViolationsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;

/** Counts the rows of a live database that break its constraints, as a further reader. Creates and writes nothing. */
public final class LiveViolations {
    private LiveViolations() {}

    /**
     * Counts the violations.
     *
     * @param limit time limit of each of SQLite's checks
     * @param scratch folder for a copy, needed when a {@code -wal} or {@code -journal} was left behind; created then,
     *     and deleted afterwards
     * @return empty when the database cannot be read, not in time, or was written to meanwhile
     */
    public static Optional<NavigableMap<String, Long>> count(Path database, Duration limit, Path scratch) {
        if (!(LiveDatabase.read(database) instanceof LiveState.Present before)) {
            return Optional.empty();
        }
        boolean wal = before.wal().state() != LiveState.WalState.NONE;
        if (wal && Files.exists(Path.of(database + "-shm"))) {
            return ViolationsReader.ofShared(database, limit);
        }
        if (wal || Existence.mayExist(Path.of(database + "-journal"))) {
            return recovered(database, before, limit, scratch);
        }
        Optional<NavigableMap<String, Long>> counted = ViolationsReader.ofCopy(database, limit);
        return LiveDatabase.read(database).equals(before) ? counted : Optional.empty();
    }

    /** Counts in a copy, because SQLite would create a {@code -shm} or roll back a journal beside the database. */
    private static Optional<NavigableMap<String, Long>> recovered(
            Path database, LiveState.Present before, Duration limit, Path scratch) {
        try {
            PrivateFolder.ensure(scratch);
            try {
                RecoveredCopy copy = RecoveredCopy.of(LivePlace.of(database, Optional.empty()), scratch);
                return copy.corrupt().isEmpty() && LiveDatabase.read(database).equals(before)
                        ? ViolationsReader.ofCopy(copy.file(), limit)
                        : Optional.empty();
            } finally {
                FileTree.delete(scratch);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
