package io.litedrill.restore;

import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.BlockStream;
import io.litedrill.storage.ThreadFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;

/**
 * Reads a file on another thread, one block ahead of its reader. A failure reaches the reader at the place where it
 * happened.
 */
final class FileFeed extends BlockStream {
    private static final byte[] EMPTY = {};

    /** Opens the file, on the other thread. */
    @FunctionalInterface
    interface Opening {
        /** Opens the file. */
        BlockStream open() throws IOException;
    }

    private sealed interface Part {}

    private static final class Block implements Part {
        private final byte[] bytes;
        private final int length;

        Block(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }

    private record Failed(Throwable failure) implements Part {}

    private record Ended() implements Part {}

    private final BlockingQueue<Part> parts = new SynchronousQueue<>();
    private final BlockPool pool;
    private final Opening opening;
    private final CountDownLatch before;
    private final Runnable whenUsed;
    private final CountDownLatch read = new CountDownLatch(1);
    private final Future<?> task;
    private volatile boolean closed;
    private Part current = new Block(EMPTY, 0);

    /**
     * Starts to read a file.
     *
     * @param pool receives the arrays of the blocks that were read
     * @param whenUsed is called when this file is used, read or closed, maybe several times
     */
    static FileFeed now(Opening opening, ExecutorService threads, BlockPool pool, Runnable whenUsed) {
        return new FileFeed(opening, threads, pool, new CountDownLatch(0), whenUsed);
    }

    /**
     * Starts to open a file, and reads it after another one, so that the blocks of one of them are in memory.
     *
     * @param other must be read or closed before this file is read
     * @param whenUsed as for {@link #now}
     */
    static FileFeed after(FileFeed other, Opening opening, ExecutorService threads, BlockPool pool, Runnable whenUsed) {
        return new FileFeed(opening, threads, pool, other.read, whenUsed);
    }

    private FileFeed(
            Opening opening, ExecutorService threads, BlockPool pool, CountDownLatch before, Runnable whenUsed) {
        this.pool = pool;
        this.opening = opening;
        this.before = before;
        this.whenUsed = whenUsed;
        this.task = threads.submit(this::run);
    }

    private void run() {
        try {
            deliver(readAll());
        } catch (InterruptedException stopped) {
            // the reader was closed, and takes nothing more
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the reader takes a part. After a close, it takes none: a library may have cleared the interrupt. */
    private void deliver(Part part) throws InterruptedException {
        if (!closed) {
            parts.put(part);
        }
    }

    /** Delivers all blocks, and returns how the file ended. */
    private Part readAll() throws InterruptedException {
        try (BlockStream file = opening.open()) {
            before.await();
            while (!closed && file.nextBlock()) {
                int length = file.length();
                deliver(new Block(file.exchange(EMPTY), length));
            }
            return new Ended();
        } catch (IOException | RuntimeException | Error failure) {
            return new Failed(failure);
        } finally {
            end();
        }
    }

    private void end() {
        read.countDown();
        whenUsed.run();
    }

    /** Says that the file is the current one, which no longer waits. */
    void use() {
        whenUsed.run();
    }

    @Override
    protected boolean load() throws IOException {
        if (current instanceof Block block) {
            pool.give(block.bytes);
            current = take();
        }
        if (current instanceof Failed failed) {
            throw ThreadFailure.of(failed.failure());
        }
        return current instanceof Block;
    }

    private Part take() throws InterruptedIOException {
        try {
            return parts.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file of the replica was read");
        }
    }

    @Override
    public byte[] block() {
        return current instanceof Block block ? block.bytes : EMPTY;
    }

    @Override
    public int length() {
        return current instanceof Block block ? block.length : 0;
    }

    @Override
    public byte[] exchange(byte[] spare) {
        byte[] taken = block();
        current = new Block(spare, 0);
        return taken;
    }

    @Override
    public void close() {
        closed = true;
        task.cancel(true);
        end();
    }
}
