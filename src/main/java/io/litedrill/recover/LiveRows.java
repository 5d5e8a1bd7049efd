package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.files.PrivateFolder;
import io.litedrill.live.LiveContents;
import io.litedrill.live.LivePlace;
import io.litedrill.live.RecoveredCopy;
import io.litedrill.verify.ContentsReader;
import io.litedrill.verify.Measurement;
import io.litedrill.verify.Measurement.Effort;
import io.litedrill.verify.SalvageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the rows of the live database. */
@FunctionalInterface
interface LiveRows {
    /** Counts the rows; returns empty when they cannot be counted. */
    Optional<Known> count();

    /** Returns a counter for a database that applications may write to. */
    static LiveRows ofRunning(CheckedReplica watched, InstantSource clock) {
        return () -> watched.live()
                .map(path -> LiveContents.measure(path, Counting.EFFORT, clock))
                .filter(LiveContents.Seen.class::isInstance)
                .map(seen -> Counting.known(((LiveContents.Seen) seen).measured()));
    }

    /**
     * Returns a counter for a sound database that is not in use, including its {@code -wal} and {@code -journal}.
     *
     * @param scratch the folder for a private copy; it need not exist
     */
    static LiveRows ofStopped(LivePlace place, Path scratch) {
        return () -> Counting.ofStopped(place, scratch);
    }

    /**
     * Returns a counter of the readable rows of a damaged database that is not in use.
     *
     * @param scratch the folder for a private copy; it need not exist
     */
    static LiveRows ofDamaged(LivePlace place, Path scratch) {
        return () -> Counting.ofDamaged(place, scratch);
    }

    /** Implements the ways to count. */
    final class Counting {
        private static final Logger LOG = LoggerFactory.getLogger(LiveRows.class);
        private static final Effort EFFORT = new Effort(Duration.ofSeconds(5), OptionalLong.empty());

        private Counting() {}

        private static Optional<Known> ofStopped(LivePlace place, Path scratch) {
            return recovered(
                    place,
                    scratch,
                    file -> ContentsReader.ofCopy(file, EFFORT) instanceof Measurement.Taken taken
                            ? Optional.of(known(taken))
                            : Optional.empty());
        }

        private static Optional<Known> recovered(
                LivePlace place, Path scratch, Function<Path, Optional<Known>> counting) {
            try {
                PrivateFolder.ensure(scratch);
                Path folder = Files.createTempDirectory(scratch, "counted-");
                try {
                    return counting.apply(RecoveredCopy.of(place, folder).file());
                } finally {
                    LiveDatabaseInspector.remove(folder);
                }
            } catch (IOException e) {
                LOG.warn("{}: its rows cannot be counted ({})", place.file(), e.toString());
                return Optional.empty();
            }
        }

        private static Optional<Known> ofDamaged(LivePlace place, Path scratch) {
            return recovered(
                    place,
                    scratch,
                    file -> SalvageReader.rows(file, EFFORT.time())
                            .map(rows -> new Known("what can still be read of the live database", rows)));
        }

        private static Known known(Measurement.Taken taken) {
            return new Known("the live database", taken.contents().total());
        }
    }
}
