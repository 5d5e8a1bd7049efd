package io.litedrill.app;

import io.litedrill.config.Environment;
import io.litedrill.storage.StorageListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the environment of the object graph.
 *
 * @param storage receives every request to every store
 * @param configNamed the configuration file as hints name it in commands; empty for the default one
 */
public record RuntimeEnvironment(
        Environment environment, InstantSource clock, StorageListener storage, Optional<String> configNamed) {
    /** Creates an environment with the default configuration. */
    public RuntimeEnvironment(Environment environment, InstantSource clock, StorageListener storage) {
        this(environment, clock, storage, Optional.empty());
    }

    /**
     * Returns the same environment, in which hints name a configuration file.
     *
     * @param file as it can be typed; empty for the default configuration
     */
    public RuntimeEnvironment naming(Optional<Path> file) {
        return new RuntimeEnvironment(environment, clock, storage, file.map(Path::toString));
    }

    /** Returns the environment of this process. */
    public static RuntimeEnvironment ofProcess() {
        return of(Environment.ofProcess(), InstantSource.system());
    }

    /**
     * Returns the environment of a process that was started in a folder, with these environment variables only.
     *
     * @param folder absolute; contains the configuration, where no file is named
     */
    public static RuntimeEnvironment in(Path folder, Map<String, String> variables, InstantSource clock) {
        return of(new Environment(variables, folder, folder), clock);
    }

    /** Returns the same environment, in which a litestream.yml is read without replacing variables. */
    public RuntimeEnvironment withoutExpansion() {
        return new RuntimeEnvironment(environment.withoutExpansion(), clock, storage, configNamed);
    }

    /** Returns an environment variable; empty when it is unset or empty. */
    public Optional<String> nonEmpty(String variable) {
        return environment.nonEmpty(variable);
    }

    /** Returns the folder that relative paths on the command line start from; absolute. */
    public Path folder() {
        return environment.folder();
    }

    /** Creates an environment without a storage listener. */
    public static RuntimeEnvironment of(Environment environment, InstantSource clock) {
        return new RuntimeEnvironment(environment, clock, StorageListener.NONE);
    }
}
