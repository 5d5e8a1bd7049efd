package io.litedrill.storage;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits how many connections of a store hold bodies that are read later. Safe for use by several threads. */
final class Reservations {
    private final Semaphore free;

    Reservations(int most) {
        free = new Semaphore(most);
    }

    /** Reserves one, as {@link ObjectStore#reserve} does. */
    Optional<Runnable> take() {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return Optional.of(() -> {
            if (held.getAndSet(false)) {
                free.release();
            }
        });
    }
}
