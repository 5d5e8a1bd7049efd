package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.BlockStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Opens and reads the files of a restore on other threads, before they are used, since a store may respond later than
 * the current file is read. The memory is bounded for any number and size of files. Used by one thread.
 */
final class ReadAhead implements AutoCloseable {
    private static final int MOST_FILES = 12;
    /** This many are open at any size, and more of them up to a number of bytes. */
    private static final int LEAST_FILES = 2;
    /**
     * The most bytes of files that are open ahead. A store may end a response that waits long. The launcher sets less
     * for commands, whose memory is small.
     */
    private static final long MOST_BYTES = Long.getLong("litedrill.ahead", 16 << 20);
    /** A file of this size in bytes has large blocks: the first of them is read when its turn comes. */
    private static final long LARGE = 1 << 20;
    /** This many small files that wait have their first block, which may take 4 MiB for each. */
    private static final int MOST_BLOCKS = 3;

    private static final int SECONDS_TO_STOP = 5;

    /** Opens a file of the replica. Called on other threads. */
    @FunctionalInterface
    interface Opening {
        /** Opens a file. */
        BlockStream open(ReplicaFile file) throws IOException;
    }

    private final List<ReplicaFile> order;
    private final Opening opening;
    private final Supplier<Optional<Runnable>> connections;
    private final ExecutorService threads;
    private final BlockPool pool;
    /** The files that were started and not used yet, by their index. */
    private final NavigableMap<Integer, FileFeed> started = new TreeMap<>();
    /** The files that were started last, the newest first. */
    private final Deque<FileFeed> newest = new ArrayDeque<>();
    /** Index after the file that was opened last. */
    private int used;
    /** Index of the first file that was not started. */
    private int next;

    /**
     * Creates the read-ahead; opens nothing yet.
     *
     * @param order the files in the order of their use; some may be left out
     * @param pool has the arrays of the blocks
     * @param connections reserves a connection, as {@link io.litedrill.storage.ObjectStore#reserve}
     */
    ReadAhead(List<ReplicaFile> order, Opening opening, BlockPool pool, Supplier<Optional<Runnable>> connections) {
        this.pool = pool;
        this.order = List.copyOf(order);
        this.opening = opening;
        this.connections = connections;
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
        FileFeed feed = ready == null ? remember(FileFeed.now(opens(file), threads, pool, () -> {})) : ready;
        feed.use();
        used = at + 1;
        next = Math.max(next, used);
        while (next < order.size() && startNext(order.get(next))) {
            next++;
        }
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

    private FileFeed.Opening opens(ReplicaFile file) {
        return () -> opening.open(file);
    }

    private FileFeed remember(FileFeed feed) {
        newest.addFirst(feed);
        if (newest.size() > MOST_BLOCKS) {
            newest.removeLast();
        }
        return feed;
    }

    /** Starts the next file, and returns whether there was room for it. */
    private boolean startNext(ReplicaFile file) {
        Optional<Runnable> connection = hasRoom() ? connections.get() : Optional.empty();
        if (connection.isEmpty()) {
            return false;
        }
        try {
            started.put(next, remember(start(file, connection.get())));
            return true;
        } finally {
            if (!started.containsKey(next)) {
                connection.get().run();
            }
        }
    }

    private boolean hasRoom() {
        long bytes = started.keySet().stream()
                .mapToLong(at -> order.get(at).object().size())
                .sum();
        return started.size() < LEAST_FILES || (started.size() < MOST_FILES && bytes < MOST_BYTES);
    }

    /** Starts a file: a large one is read after the file before it, a small one after an earlier file. */
    private FileFeed start(ReplicaFile file, Runnable whenUsed) {
        boolean large = file.object().size() >= LARGE;
        if (!large && newest.size() < MOST_BLOCKS) {
            return FileFeed.now(opens(file), threads, pool, whenUsed);
        }
        FileFeed before = large ? newest.getFirst() : newest.getLast();
        return FileFeed.after(before, opens(file), threads, pool, whenUsed);
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
