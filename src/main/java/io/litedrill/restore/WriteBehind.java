package io.litedrill.restore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes runs of pages to a file on another thread, one run behind its caller, and makes them durable while more are
 * prepared. A failure to write is thrown by the next call. Used by one thread.
 */
final class WriteBehind implements AutoCloseable {
    private static final int RUN = 1 << 20;
    /** With less between two syncs, a disk would write small parts; with more, the last sync would take long. */
    private static final long SYNC_EVERY = 32L << 20;

    private static final int SECONDS_TO_STOP = 60;

    private final FileChannel channel;
    private final ExecutorService writer;
    private ByteBuffer run = ByteBuffer.allocateDirect(RUN);
    private ByteBuffer other = ByteBuffer.allocateDirect(RUN);
    private Future<?> writing = CompletableFuture.completedFuture(null);
    /** The bytes that no sync has covered. Used by the other thread only. */
    private long unsynced;

    /** Creates the writer; starts no thread. */
    WriteBehind(FileChannel channel) {
        this.channel = channel;
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "litedrill-write");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the buffer to fill next. */
    ByteBuffer run() {
        return run;
    }

    /** Writes the filled part of the buffer at a position, after what was written before. */
    void write(long position) throws IOException {
        if (run.position() == 0) {
            return;
        }
        finish();
        ByteBuffer filled = run.flip();
        run = other;
        other = filled;
        writing = writer.submit(() -> {
            writeAll(filled, position);
            return filled.clear();
        });
    }

    private void writeAll(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        unsynced += at - position;
        if (unsynced >= SYNC_EVERY) {
            channel.force(false);
            unsynced = 0;
        }
    }

    /**
     * Waits until everything is written.
     *
     * @throws InterruptedIOException when the thread was interrupted; its flag stays set
     * @throws IOException when the file could not be written
     */
    void finish() throws IOException {
        try {
            writing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a database was written");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
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
