package io.litedrill.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets the command's thread clean up when the process is stopped by Ctrl-C or SIGTERM: interrupts the thread and waits
 * for it.
 */
final class Interrupts {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicBoolean ended = new AtomicBoolean();

    private Interrupts() {}

    static Interrupts forThisThread() {
        Interrupts interrupts = new Interrupts();
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupts.stop(worker), "stop"));
        return interrupts;
    }

    /** Marks the command as finished. The process then ends without waiting. */
    void end() {
        ended.set(true);
    }

    private void stop(Thread worker) {
        if (ended.get()) {
            return;
        }
        worker.interrupt();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!ended.get() && System.nanoTime() < deadline) {
                worker.join(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
