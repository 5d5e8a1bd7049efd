package io.litedrill.app;

import io.litedrill.check.CommandLineName;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest.Requester;
import io.litedrill.recover.UnfinishedSwap;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finishes or undoes restores in place that were killed, before anything else is done with a database. */
public final class InterruptedSwaps {
    private final InstantSource clock;
    private final Optional<String> configNamed;
    private final Consumer<String> told;
    private final Consumer<RestoreReport> kept;

    /**
     * Creates a settler; settles nothing yet.
     *
     * @param told receives a line for each restore that was settled or cannot be settled
     * @param kept receives the report of each restore that was settled, under its run id
     */
    public InterruptedSwaps(Application wiring, Consumer<String> told, Consumer<RestoreReport> kept) {
        this.clock = wiring.clock();
        this.configNamed = wiring.configNamed();
        this.told = told;
        this.kept = kept;
    }

    /** Settles interrupted restores for a command: prints a warning and stores the report in the history. */
    public static void settle(List<DatabaseTarget> databases, Application wiring, Consumer<String> told) {
        Requester by = CommandAudit.user("settle an interrupted restore");
        databases.forEach(database -> new InterruptedSwaps(wiring, told, settled -> {
                    RestoreReport report = settled.from(new RestoreReport.Origin(by.who(), true));
                    wiring.past().keep(report);
                    CommandAudit.of(new Target(database, database.name(), wiring), by)
                            .ended(report);
                })
                .settle(database));
    }

    /** Warns of interrupted restores without settling them, for a command that changes nothing. */
    public static void warn(List<DatabaseTarget> databases, Consumer<String> told) {
        databases.forEach(database -> database.live()
                .flatMap(path -> warning(path, database.inPlace().litestreamState()))
                .ifPresent(told));
    }

    private static Optional<String> warning(Path path, Optional<Path> litestreamState) {
        try {
            return new UnfinishedSwap(LivePlace.of(path, litestreamState)).warning();
        } catch (IOException notReachable) {
            // the command reports the same error when it reads the database
            return Optional.empty();
        }
    }

    /**
     * Settles an interrupted restore of a database. Does nothing for a database without a live path.
     *
     * @return false when an interrupted restore remains that cannot be settled now
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
                CommandLineName naming = new CommandLineName(database.name(), Optional.empty(), configNamed);
                kept.accept(end.report(naming, path, database.inPlace().hooks(), clock));
            });
            return true;
        } catch (NoSuchFileException noFolder) {
            // the folder is not reachable from here, so it holds no files of an interrupted restore
            return true;
        } catch (IOException e) {
            // the message reports whether there is one: its files may be unreadable
            told.accept("interrupted restores in place cannot be settled: " + e.getMessage());
            return false;
        }
    }
}
