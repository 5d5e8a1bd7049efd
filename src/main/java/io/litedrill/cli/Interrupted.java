package io.litedrill.cli;

import io.litedrill.config.DatabaseConfig;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.UnfinishedSwap;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Consumer;

/** What killed restores in place left behind, finished or undone before anything else is done with a database. */
final class Interrupted {
    private Interrupted() {}

    /** Looks beside every database that has a path. What was done, or what is in the way of it, is told. */
    static void settle(List<DatabaseConfig> databases, Consumer<String> told) {
        databases.forEach(database -> database.path().ifPresent(path -> {
            try {
                new UnfinishedSwap(LivePlace.of(path, database.litestreamState()))
                        .settle()
                        .ifPresent(settled -> told.accept(settled.message()));
            } catch (NoSuchFileException noFolder) {
                // not reachable from here, so nothing of ours is beside it
            } catch (IOException e) {
                told.accept("a restore in place was killed, and what it left cannot be settled: " + e.getMessage());
            }
        }));
    }
}
