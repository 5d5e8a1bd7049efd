package io.litedrill.app;

import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import java.util.Iterator;
import java.util.function.Consumer;

/** Exports and imports the history of a configuration. */
public final class HistoryPort implements AutoCloseable {
    private final HistoryStore store;

    HistoryPort(HistoryStore store) {
        this.store = store;
    }

    /**
     * Exports the history as {@link HistoryStore#exportTo} does.
     *
     * @throws UsageException when it cannot be read
     */
    public void exportTo(Consumer<String> lines, Consumer<String> damaged) throws UsageException {
        try {
            store.exportTo(lines, damaged);
        } catch (HistoryException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Imports lines as {@link HistoryStore#importFrom} does.
     *
     * @return a sentence with the numbers of rows
     * @throws UsageException when a line cannot be imported, or the history cannot be written
     */
    public String importFrom(Iterator<String> lines) throws UsageException {
        try {
            HistoryStore.Imported rows = store.importFrom(lines);
            return rows.added() + " rows added, " + rows.known() + " existed already";
        } catch (HistoryException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
