package io.litedrill.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/**
 * Holds a restored database that is complete for readers on this machine, but may not survive a crash of the system
 * yet. Used by one thread.
 */
public final class UnsyncedDatabase implements AutoCloseable {
    private final FileChannel channel;
    private final long bytes;
    private Optional<FutureTask<?>> syncing = Optional.empty();

    private UnsyncedDatabase(FileChannel channel, long bytes) {
        this.channel = channel;
        this.bytes = bytes;
    }

    /** Writes pages. */
    @FunctionalInterface
    interface Writing {
        void writeTo(DatabaseFile target) throws IOException;
    }

    /** Creates a file, which must not exist, and writes all pages, so that readers find them. */
    static UnsyncedDatabase create(Path path, Writing writing) throws IOException {
        DatabaseFile file = DatabaseFile.create(path);
        boolean written = false;
        try {
            writing.writeTo(file);
            FileChannel channel = file.written();
            UnsyncedDatabase database = new UnsyncedDatabase(channel, channel.size());
            written = true;
            return database;
        } finally {
            if (!written) {
                file.close();
            }
        }
    }

    /** Returns the size of the database in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Starts to make the database durable on another thread, while this one reads its pages from memory. */
    public void startSync() {
        FutureTask<?> task = new FutureTask<>(() -> {
            channel.force(true);
            return bytes;
        });
        Thread thread = new Thread(task, "litedrill-sync");
        thread.setDaemon(true);
        thread.start();
        syncing = Optional.of(task);
    }

    /**
     * Makes the database durable, or waits for the end of {@link #startSync}.
     *
     * @throws java.io.InterruptedIOException when this thread was interrupted; its flag stays set
     * @throws IOException when the disk fails
     */
    public void sync() throws IOException {
        if (syncing.isPresent()) {
            WriteBehind.await(syncing.get());
        } else {
            channel.force(true);
        }
    }

    /** Closes the file. An unfinished {@link #startSync} fails. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
