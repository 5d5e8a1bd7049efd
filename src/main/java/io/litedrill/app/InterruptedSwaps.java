package io.litedrill.app;

import io.litedrill.live.LivePlace;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.UnfinishedSwap;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What killed restores in place left behind, finished or undone before anything else is done with a database. */
public final class InterruptedSwaps {
    private final InstantSource clock;
    private final Consumer<String> told;
    private final Consumer<RestoreReport> kept;

    /**
     * Settles nothing yet.
     *
     * @param told hears what was done, or what is in the way of it
     * @param kept takes the report of a restore that was settled, under the id of its run
     */
    public InterruptedSwaps(InstantSource clock, Consumer<String> told, Consumer<RestoreReport> kept) {
        this.clock = clock;
        this.told = told;
        this.kept = kept;
    }

    /** For a command: it is said in a warning, and kept in the history. */
    public static void settle(List<DatabaseTarget> databases, Application wiring, Consumer<String> told) {
        databases.forEach(database -> new InterruptedSwaps(wiring.clock(), told, report -> {
                    wiring.past().keep(report);
                    CommandAudit.of(new Target(database, database.name(), wiring), "settle an interrupted restore")
                            .ended(report);
                })
                .settle(database));
    }

    /** For a command that changes nothing: says what waits to be settled. */
    public static void warn(List<DatabaseTarget> databases, Consumer<String> told) {
        databases.forEach(database -> database.live()
                .flatMap(path -> warning(path, database.inPlace().litestreamState()))
                .ifPresent(told));
    }

    private static Optional<String> warning(Path path, Optional<Path> litestreamState) {
        try {
            return new UnfinishedSwap(LivePlace.of(path, litestreamState)).warning();
        } catch (IOException notReachable) {
            // what the command does with the database itself says so
            return Optional.empty();
        }
    }

    /**
     * Looks beside a database that has a path.
     *
     * @return false when something is left that cannot be settled now
     */
    public boolean settle(DatabaseTarget database) {
        return database.live().map(path -> settle(database, path)).orElse(true);
    }

    private boolean settle(DatabaseTarget database, Path path) {
        try {
            Optional<UnfinishedSwap.Settled> settled =
                    new UnfinishedSwap(LivePlace.of(path, database.inPlace().litestreamState())).settle();
            settled.ifPresent(end -> {
                told.accept(end.message());
                kept.accept(end.report(database.name(), path, database.inPlace().hooks(), clock.instant()));
            });
            return true;
        } catch (NoSuchFileException noFolder) {
            // not reachable from here, so nothing of ours is beside it
            return true;
        } catch (IOException e) {
            told.accept("a restore in place was killed, and what it left cannot be settled: " + e.getMessage());
            return false;
        }
    }
}
