package io.litedrill.recover;

import io.litedrill.live.Condition;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Describes the condition of a live database.
 *
 * @param contents the facts about the file; empty when it does not exist or cannot be read
 * @param unseen the files and processes that could not be inspected to determine whether the database is in use, for
 *     people
 */
public record LiveDatabaseState(Condition condition, Optional<Contents> contents, Optional<String> unseen) {
    /**
     * Holds the known facts about a live database.
     *
     * @param bytes size of the database file and its {@code -wal}, in bytes
     * @param modified the newer of their modification times
     * @param userVersion {@code PRAGMA user_version}, where the database was opened
     */
    public record Contents(long bytes, Instant modified, OptionalLong userVersion) {}

    static LiveDatabaseState of(Condition.State state, String detail) {
        return new LiveDatabaseState(new Condition(state, detail), Optional.empty(), Optional.empty());
    }
}
