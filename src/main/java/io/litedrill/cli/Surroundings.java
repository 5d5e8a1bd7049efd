package io.litedrill.cli;

import io.litedrill.config.Environment;
import io.litedrill.storage.StorageListener;
import java.time.InstantSource;

/**
 * What the object graph stands on.
 *
 * @param storage hears every request to every store
 */
record Surroundings(Environment environment, InstantSource clock, StorageListener storage) {
    /** As given, with nobody listening to the stores. */
    static Surroundings of(Environment environment, InstantSource clock) {
        return new Surroundings(environment, clock, StorageListener.NONE);
    }
}
