package io.litedrill.live;

import io.litedrill.verify.ViolationsReader;
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
     * @return empty when the database cannot be read, not in time, or not without creating a file
     */
    public static Optional<NavigableMap<String, Long>> count(Path database, Duration limit) {
        if (!(LiveDatabase.look(database) instanceof LiveState.Present before)) {
            return Optional.empty();
        }
        boolean open = before.wal().state() != LiveState.WalState.NONE;
        if (open) {
            return Files.exists(Path.of(database + "-shm"))
                    ? ViolationsReader.ofShared(database, limit)
                    : Optional.empty();
        }
        if (Files.exists(Path.of(database + "-journal"))) {
            return Optional.empty();
        }
        Optional<NavigableMap<String, Long>> counted = ViolationsReader.ofCopy(database, limit);
        return LiveDatabase.look(database).equals(before) ? counted : Optional.empty();
    }
}
