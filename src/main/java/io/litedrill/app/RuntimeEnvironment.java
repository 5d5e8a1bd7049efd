package io.litedrill.app;

import io.litedrill.config.Environment;
import io.litedrill.storage.StorageListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the object graph stands on.
 *
 * @param storage hears every request to every store
 */
public record RuntimeEnvironment(Environment environment, InstantSource clock, StorageListener storage) {
    /** The environment of this process. */
    public static RuntimeEnvironment ofProcess() {
        return of(Environment.ofProcess(), InstantSource.system());
    }

    /** Returns a variable that is set to something. */
    public Optional<String> nonEmpty(String variable) {
        return environment.nonEmpty(variable);
    }

    /** The folder that relative paths on the command line start from; absolute. */
    public Path folder() {
        return environment.folder();
    }

    /** As given, with nobody listening to the stores. */
    public static RuntimeEnvironment of(Environment environment, InstantSource clock) {
        return new RuntimeEnvironment(environment, clock, StorageListener.NONE);
    }
}
