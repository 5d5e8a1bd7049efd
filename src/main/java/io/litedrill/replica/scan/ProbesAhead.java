package io.litedrill.replica.scan;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.ThreadFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads what a scan needs of files on other threads, before it is used: this is a few bytes of most files, so a scan
 * would wait for the store most of the time. Reads nothing before the first file was read, since the store may deny
 * all of them. Used by one thread.
 */
final class ProbesAhead implements AutoCloseable {
    private static final int AT_ONCE = 8;
    /** Segments are read whole. */
    private static final long MOST_BYTES = 2 << 20;
    /** A few files are not worth the threads. */
    private static final int FEW = 4;

    private final FileProbe probe;
    private final Queue<ReplicaFile> later = new ArrayDeque<>();
    private final Map<ReplicaFile, Future<Reading>> started = new HashMap<>();
    private final ExecutorService threads;

    /**
     * Creates the reader; starts no thread.
     *
     * @param order the files in the order of their use; some may be left out
     */
    ProbesAhead(FileProbe probe, List<ReplicaFile> order) {
        this.probe = probe;
        if (order.size() > FEW) {
            later.addAll(order);
        }
        this.threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "litedrill-probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads a file like {@link FileProbe#probe}.
     *
     * @throws IOException when the store fails, the file is gone, or the thread was interrupted
     */
    Reading probe(ReplicaFile file) throws IOException {
        Future<Reading> ready = started.remove(file);
        if (ready == null) {
            later.remove(file);
        }
        Reading reading = ready == null ? probe.probe(file) : result(ready);
        startMore();
        return reading;
    }

    private void startMore() {
        long ahead = started.keySet().stream().mapToLong(probe::cost).sum();
        while (!later.isEmpty() && started.size() < AT_ONCE && (started.isEmpty() || ahead < MOST_BYTES)) {
            ReplicaFile next = later.remove();
            started.put(next, threads.submit(() -> probe.probe(next)));
            ahead += probe.cost(next);
        }
    }

    private static Reading result(Future<Reading> ready) throws IOException {
        try {
            return ready.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(StorageException.Kind.STOPPED, "stopped while files were read");
        } catch (ExecutionException e) {
            throw ThreadFailure.of(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
