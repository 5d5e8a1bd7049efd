package io.litedrill.recover;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that goes on to its end, whoever interrupts the thread that waits for it. */
final class Uninterruptible {
    private Uninterruptible() {}

    /** What may fail. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Runs it in a thread of its own and waits; an interrupt is kept for the caller. */
    static <T> T call(Work<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread thread = new Thread(task, "swap");
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException keptForTheCaller) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
