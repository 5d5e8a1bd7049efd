package io.litedrill.recover;

import io.litedrill.live.Condition;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a live database was found as.
 *
 * @param contents what is in it; empty when there is no file or it cannot be looked at
 * @param unseen what could not be looked at in telling whether it is in use, for people
 */
public record LiveDatabaseState(Condition condition, Optional<Contents> contents, Optional<String> unseen) {
    /**
     * What is in a live database, as far as it is known.
     *
     * @param bytes size of the database file and its {@code -wal}
     * @param modified the newer of their modification times
     * @param userVersion {@code PRAGMA user_version}, where it was opened
     */
    public record Contents(long bytes, Instant modified, OptionalLong userVersion) {}

    static LiveDatabaseState of(Condition.State state, String detail) {
        return new LiveDatabaseState(new Condition(state, detail), Optional.empty(), Optional.empty());
    }
}
