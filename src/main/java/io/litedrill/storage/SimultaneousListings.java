package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs several listings of a store at the same time: each waits for the network most of its time. */
final class SimultaneousListings {
    private SimultaneousListings() {}

    /**
     * Runs the listings, the first one on this thread. If one fails, the others are stopped.
     *
     * @throws StorageException the failure of the first listing that failed, in their order
     */
    static void run(ObjectStore store, List<PrefixListing> listings) throws StorageException {
        List<FutureTask<PrefixListing>> tasks =
                listings.stream().map(each -> task(store, each)).toList();
        tasks.stream().skip(1).forEach(SimultaneousListings::start);
        try {
            for (FutureTask<PrefixListing> task : tasks) {
                // does nothing if another thread has begun it
                task.run();
                await(task);
            }
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    private static FutureTask<PrefixListing> task(ObjectStore store, PrefixListing listing) {
        return new FutureTask<>(() -> {
            listing.list(store);
            return listing;
        });
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "litedrill-list");
        thread.setDaemon(true);
        thread.start();
    }

    private static void await(FutureTask<PrefixListing> task) throws StorageException {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.STOPPED, "stopped while the store was listed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException failure) {
                throw failure;
            }
            throw new StorageException(Kind.UNREACHABLE, "listing failed", ThreadFailure.of(e.getCause()));
        }
    }
}
