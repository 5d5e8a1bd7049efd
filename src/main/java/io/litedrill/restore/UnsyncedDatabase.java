package io.litedrill.restore;

import io.litedrill.storage.ThreadFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Holds a restored database that is complete for readers on this machine, but may not survive a crash of the system
 * yet. Used by one thread.
 */
public final class UnsyncedDatabase implements AutoCloseable {
    private final DatabaseFile file;
    private long bytes;

    /** Takes a new file, and closes it. */
    UnsyncedDatabase(DatabaseFile file) {
        this.file = file;
    }

    /** Writes pages. */
    @FunctionalInterface
    interface Writing {
        void writeTo(DatabaseFile target) throws IOException;
    }

    /** Writes all pages, so that readers find them. */
    void write(Writing writing) throws IOException {
        writing.writeTo(file);
        file.flush();
        bytes = file.size();
    }

    /** Returns the size of the database in bytes. */
    public long bytes() {
        return bytes;
    }

    /**
     * Makes the database durable.
     *
     * @throws IOException when the disk fails
     */
    public void sync() throws IOException {
        file.sync();
    }

    /**
     * Runs a task while another thread makes the database durable: the disk writes the pages while the task reads them
     * from memory.
     *
     * @return the result of the task, when both have ended
     * @throws InterruptedIOException when this thread was interrupted; its flag stays set
     * @throws IOException when the disk fails; the task has ended
     */
    public <T> T syncDuring(Supplier<T> task) throws IOException {
        FutureTask<Void> syncing = new FutureTask<>(() -> {
            file.sync();
            return null;
        });
        Thread thread = new Thread(syncing, "litedrill-sync");
        thread.setDaemon(true);
        thread.start();
        T result = task.get();
        try {
            syncing.get();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a database was written to the disk");
        } catch (ExecutionException e) {
            throw ThreadFailure.of(e.getCause());
        }
    }

    /** Closes the file. An unfinished {@link #syncDuring} fails. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
