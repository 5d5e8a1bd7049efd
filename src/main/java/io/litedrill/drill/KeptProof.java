package io.litedrill.drill;

import io.litedrill.kept.KeptCopy;
import io.litedrill.kept.UnfitException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Verifies the page checksums of a kept copy, and makes it durable, on a thread of its own, while the database is
 * tested. Both read all pages: at the same time, a page that is not in memory is read from the disk once for both.
 */
final class KeptProof implements AutoCloseable {
    private final FutureTask<Optional<String>> task;
    private final Thread thread;

    private KeptProof(FutureTask<Optional<String>> task) {
        this.task = task;
        this.thread = new Thread(task, "kept-copy");
        thread.setDaemon(true);
    }

    /**
     * Begins the verification of a copy to which newer files were applied.
     *
     * @param pageSize bytes of a page
     */
    static KeptProof start(KeptCopy copy, int pageSize) {
        KeptProof proof = new KeptProof(new FutureTask<>(() -> verified(copy, pageSize)));
        proof.thread.start();
        return proof;
    }

    private static Optional<String> verified(KeptCopy copy, int pageSize) {
        try {
            copy.requireSums(pageSize);
            copy.sync();
            return Optional.empty();
        } catch (UnfitException e) {
            return Optional.of(e.reason());
        } catch (IOException e) {
            return Optional.of("the kept copy cannot be written (" + e.getMessage() + ")");
        }
    }

    /**
     * Waits for the end of the verification. Returns why the copy cannot be used; empty if it can.
     *
     * @throws InterruptedIOException when this thread is interrupted; its flag stays set
     */
    Optional<String> failure() throws InterruptedIOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a kept copy was verified");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Stops the verification and waits for its end: the files have no other user after that. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException keptForTheCaller) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
