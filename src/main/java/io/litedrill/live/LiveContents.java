package io.litedrill.live;

import io.litedrill.files.Existence;
import io.litedrill.files.RealPath;
import io.litedrill.files.RegularFiles;
import io.litedrill.live.LiveState.WalState;
import io.litedrill.verify.ContentsReader;
import io.litedrill.verify.Measurement;
import io.litedrill.verify.Measurement.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The contents of a live database, measured without disturbing its users: read through SQLite as a further reader when
 * a process has it open, else as a plain file. Creates and writes nothing, including {@code -shm}.
 */
public sealed interface LiveContents {
    /** Two changes within one clock tick of a file system have equal times. */
    Duration TICK = Duration.ofSeconds(1);

    /**
     * A completed measurement.
     *
     * @param at when the measurement began
     * @param state state of the live database then
     * @param still whether nothing was committed during the measurement, so that it describes {@code state}
     */
    record Seen(Measurement.Taken measured, Instant at, LiveState.Present state, boolean still)
            implements LiveContents {}

    /**
     * A failed measurement.
     *
     * @param reason for people
     */
    record NotSeen(String reason) implements LiveContents {}

    /** Measures the database at this path. Never throws for its findings. */
    static LiveContents measure(Path database, Effort effort, InstantSource clock) {
        Instant at = clock.instant();
        LiveState state = LiveDatabase.read(database);
        if (state instanceof LiveState.Unreadable unreadable) {
            return new NotSeen(unreadable.reason());
        }
        if (!(state instanceof LiveState.Present before)) {
            return new NotSeen("there is no file at " + database);
        }
        try {
            Path real = RealPath.of(database.toAbsolutePath().normalize());
            Optional<String> strange = strange(real);
            if (strange.isPresent()) {
                return new NotSeen(strange.get());
            }
            return before.wal().state() == WalState.NONE
                    ? closed(real, before, effort, at)
                    : open(real, before, effort, at);
        } catch (IOException e) {
            return new NotSeen(database + ": " + e);
        }
    }

    /**
     * Returns the file beside the database that SQLite would open although it is not a regular file: a pipe would
     * block, a link would lead elsewhere.
     */
    private static Optional<String> strange(Path database) {
        return LivePlace.COMPANIONS.stream()
                .map(suffix -> Path.of(database + suffix))
                .filter(file -> Existence.mayExist(file) && !RegularFiles.is(file))
                .findFirst()
                .map(file ->
                        file + ": is no regular file that can be read, so SQLite is not asked to open the database");
    }

    private static LiveContents open(Path database, LiveState.Present before, Effort effort, Instant at) {
        if (!Files.exists(Path.of(database + "-shm"))) {
            return new NotSeen("its -wal has no -shm beside it, and to read it would create one");
        }
        Measurement measurement = ContentsReader.ofShared(database, effort);
        if (!(measurement instanceof Measurement.Taken taken)) {
            return new NotSeen(((Measurement.NotTaken) measurement).reason());
        }
        boolean still = LiveDatabase.read(database) instanceof LiveState.Present after
                && after.wal().equals(before.wal())
                && (before.wal().end().isPresent() || after.modified().equals(before.modified()));
        return new Seen(taken, at, before, still);
    }

    /**
     * Measures a database that no process has open. When a process opens it during the measurement, it leaves a trace
     * and the measurement is discarded.
     */
    private static LiveContents closed(Path database, LiveState.Present before, Effort effort, Instant at) {
        if (Existence.mayExist(Path.of(database + "-journal"))) {
            return new NotSeen("a transaction is under way, or was left behind (-journal)");
        }
        if (before.modified().isAfter(at.minus(TICK))) {
            return new NotSeen("it was written to just now");
        }
        Measurement measurement = ContentsReader.ofCopy(database, effort);
        boolean same =
                LiveDatabase.read(database).equals(before) && !Existence.mayExist(Path.of(database + "-journal"));
        if (!same) {
            return new NotSeen("it was written to meanwhile");
        }
        return measurement instanceof Measurement.Taken taken
                ? new Seen(taken, at, before, true)
                : new NotSeen(((Measurement.NotTaken) measurement).reason());
    }
}
