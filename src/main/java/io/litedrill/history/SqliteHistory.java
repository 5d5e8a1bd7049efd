package io.litedrill.history;

import java.nio.file.Path;
import java.time.InstantSource;

/** Opens a history in an SQLite file, {@code history.db}. */
public final class SqliteHistory {
    private SqliteHistory() {}

    /**
     * Opens the history in a folder, and creates missing files. A corrupt file is moved aside to {@code
     * history.db.corrupted.TIME}, and a new one is created.
     *
     * @throws HistoryException when the folder cannot be written, or the file cannot be opened
     */
    public static HistoryStore open(Path folder, Retention retention, InstantSource clock) {
        return new SqlHistoryStore(SqliteDatabase.open(folder, clock), retention, clock, System::nanoTime);
    }
}
