package io.litedrill.app;

import io.litedrill.recover.SizeForecast;

/**
 * Describes the database that a command works on.
 *
 * @param typed the name to use in another command, without secrets
 * @param wiring the object graph that the database belongs to
 */
public record Target(DatabaseTarget database, String typed, Application wiring) {
    /** Predicts the sizes of restores from the drills of this database. */
    public SizeForecast sizes() {
        HistoryHandle past = wiring.past();
        return new SizeForecast(past.memory(), past.drilled(database.name()), wiring.scratch(), wiring.clock());
    }
}
