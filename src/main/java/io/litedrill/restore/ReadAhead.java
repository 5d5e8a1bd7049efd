package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.BlockStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Opens and reads the files of a restore on other threads, before they are used: the two files after the current one,
 * and more of them if they are small. The memory is bounded for any number and size of files. Used by one thread.
 */
final class ReadAhead implements AutoCloseable {
    private static final int MOST_FILES = 8;
    /** This many are open at any size: a store may respond later than the current file is read. */
    private static final int LEAST_FILES = 2;

    private static final long MOST_BYTES = 2 << 20;
    /** A file of this size in bytes has large blocks: it is opened ahead, and read when its turn comes. */
    private static final long LARGE = 1 << 20;

    private static final int SECONDS_TO_STOP = 5;

    /** Opens a file of the replica. Called on other threads. */
    @FunctionalInterface
    interface Opening {
        /** Opens a file. */
        BlockStream open(ReplicaFile file) throws IOException;
    }

    private final List<ReplicaFile> order;
    private final Opening opening;
    private final ExecutorService threads;
    private final BlockPool pool;
    /** The files that were started and not used yet, by their index. */
    private final NavigableMap<Integer, FileFeed> started = new TreeMap<>();
    /** The file that was started last. */
    private Optional<FileFeed> newest = Optional.empty();
    /** Index after the file that was opened last. */
    private int used;
    /** Index of the first file that was not started. */
    private int next;

    /**
     * Creates the read-ahead; opens nothing yet.
     *
     * @param order the files in the order of their use; some may be left out
     * @param pool has the arrays of the blocks
     */
    ReadAhead(List<ReplicaFile> order, Opening opening, BlockPool pool) {
        this.pool = pool;
        this.order = List.copyOf(order);
        this.opening = opening;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "litedrill-read-ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a file. Failures to open it are thrown by the first read.
     *
     * @throws InterruptedIOException when the thread was interrupted
     */
    BlockStream open(ReplicaFile file) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(
                    "interrupted before " + file.object().key());
        }
        int at = indexOf(file);
        stop(started.headMap(at));
        FileFeed ready = started.remove(at);
        FileFeed feed = ready == null ? start(file) : ready;
        used = at + 1;
        next = Math.max(next, used);
        startMore(feed);
        return feed;
    }

    /** Returns the index of a file. Searches from the file before it: a restore may have 100,000 files. */
    private int indexOf(ReplicaFile file) {
        for (int at = used; at < order.size(); at++) {
            if (order.get(at).equals(file)) {
                return at;
            }
        }
        throw new IllegalArgumentException(file.object().key() + " is opened out of order");
    }

    /** Stops files that are left out. */
    private static void stop(Map<Integer, FileFeed> files) {
        files.values().forEach(FileFeed::close);
        files.clear();
    }

    private FileFeed start(ReplicaFile file) {
        return new FileFeed(() -> opening.open(file), threads, pool);
    }

    private FileFeed startAfter(FileFeed before, ReplicaFile file) {
        return file.object().size() < LARGE
                ? start(file)
                : new FileFeed(() -> opening.open(file), threads, pool, before);
    }

    private void startMore(FileFeed current) {
        long ahead = started.keySet().stream()
                .mapToLong(at -> order.get(at).object().size())
                .sum();
        while (next < order.size()
                && started.size() < MOST_FILES
                && (started.size() < LEAST_FILES || ahead < MOST_BYTES)) {
            ReplicaFile file = order.get(next);
            newest = Optional.of(startAfter(started.isEmpty() ? current : newest.orElse(current), file));
            started.put(next++, newest.get());
            ahead += file.object().size();
        }
    }

    /** Stops the threads. Waits for them for a few seconds, since they use the store. */
    @Override
    public void close() {
        stop(started);
        threads.shutdownNow();
        try {
            threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
