package io.litedrill.app;

import io.litedrill.recover.SizeForecast;

/**
 * A database that a command was told to work on.
 *
 * @param typed how to name it in another command, without secrets
 * @param wiring the graph that it belongs to
 */
public record Target(DatabaseTarget database, String typed, Application wiring) {
    /** Predicts the sizes of restores from the drills of this database. */
    public SizeForecast sizes() {
        HistoryHandle past = wiring.past();
        return new SizeForecast(
                past.experience().lastGood(), past.drilled(database.name()), wiring.scratch(), wiring.clock());
    }
}
