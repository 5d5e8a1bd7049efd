package io.litedrill.verify;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;

/** Counts the rows that break each constraint of a database. Reads only. */
public final class ViolationsReader {
    private ViolationsReader() {}

    /** Counts in a file that no process writes to. */
    public static Optional<NavigableMap<String, Long>> ofCopy(Path file, Duration limit) {
        return count(() -> ReadOnlyDatabase.open(file, limit));
    }

    /** Counts in a database in WAL mode that other processes have open. */
    public static Optional<NavigableMap<String, Long>> ofShared(Path file, Duration limit) {
        return count(() -> ReadOnlyDatabase.openShared(file, limit));
    }

    @FunctionalInterface
    private interface Opening {
        ReadOnlyDatabase open() throws SQLException, QueryStoppedException;
    }

    private static Optional<NavigableMap<String, Long>> count(Opening opening) {
        try (ReadOnlyDatabase plain = opening.open();
                ReadOnlyDatabase other = opening.open()) {
            Tally tally = new IntegrityCheck(other, Expectations.Mode.INTEGRITY_CHECK).run();
            if (tally.isDamaged() || tally.isEnded()) {
                return Optional.empty();
            }
            CheckConstraints.count(plain, tally);
            ForeignKeys.check(plain, false, tally);
            return Optional.of(tally.violations());
        } catch (SQLException | QueryStoppedException e) {
            return Optional.empty();
        }
    }
}
