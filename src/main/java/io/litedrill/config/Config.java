package io.litedrill.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Holds a configuration that was read and checked.
 *
 * @param file the file that it was read from
 * @param server where the daemon listens, and its folders
 * @param limits how many checks and drills run at a time, and their timeouts
 * @param databases the monitored databases, in the order of the files; names are unique
 * @param warnings warnings about settings that work, one line each, without secrets
 */
public record Config(
        Path file, ServerConfig server, LimitsConfig limits, List<DatabaseConfig> databases, List<String> warnings) {
    /** Copies the lists. */
    public Config {
        databases = List.copyOf(databases);
        warnings = List.copyOf(warnings);
    }

    /** Returns the same configuration with other databases. */
    public Config with(List<DatabaseConfig> others) {
        return new Config(file, server, limits, others, warnings);
    }
}
