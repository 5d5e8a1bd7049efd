package io.litedrill.restore;

import io.litedrill.storage.ThreadFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes pages to a file on another thread, while more are prepared. A failure to write is thrown by a later call.
 * Used by one thread.
 */
final class WriteBehind implements AutoCloseable {
    private static final int SECONDS_TO_STOP = 60;

    private final FileChannel channel;
    private final ExecutorService writer;
    private PageRuns filling = new PageRuns();
    private PageRuns other = new PageRuns();
    private Future<?> writing = CompletableFuture.completedFuture(null);

    /** Creates the writer; starts no thread. */
    WriteBehind(FileChannel channel) {
        this.channel = channel;
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "litedrill-write");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Writes a page after those that were written before.
     *
     * @param position in the file, in bytes
     * @throws IOException when an earlier page could not be written
     */
    void write(long position, byte[] source, int start, int length) throws IOException {
        // single pages of many places are handed over together: a change of threads takes longer than to write one
        if (!filling.hasRoom(length)) {
            handOver();
        }
        filling.add(position, source, start, length);
    }

    private void handOver() throws IOException {
        await(writing);
        PageRuns filled = filling;
        filling = other;
        other = filled;
        writing = writer.submit(() -> {
            filled.writeTo(channel);
            return filled;
        });
    }

    /**
     * Waits until everything is written.
     *
     * @throws InterruptedIOException when the thread was interrupted; its flag stays set
     * @throws IOException when the file could not be written
     */
    void finish() throws IOException {
        if (!filling.isEmpty()) {
            handOver();
        }
        await(writing);
    }

    /**
     * Waits for the end of a task that uses the file.
     *
     * @throws InterruptedIOException when the thread was interrupted; its flag stays set
     * @throws IOException the failure of the task
     */
    static void await(Future<?> task) throws IOException {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a database was written");
        } catch (ExecutionException e) {
            throw ThreadFailure.of(e.getCause());
        }
    }

    /** Stops the other thread, and waits for it: it uses the file. */
    @Override
    public void close() {
        writer.shutdownNow();
        try {
            writer.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
