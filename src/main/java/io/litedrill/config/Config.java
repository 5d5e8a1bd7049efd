package io.litedrill.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration, read and checked.
 *
 * @param file the file that it was read from
 * @param server where the daemon listens, and where it keeps things
 * @param limits how much runs at a time, and for how long
 * @param databases what is watched, in the order of the files; names are unique
 * @param warnings what the owner should know though it works, a line each, without secrets
 */
public record Config(
        Path file, ServerConfig server, LimitsConfig limits, List<DatabaseConfig> databases, List<String> warnings) {
    /** Copies the lists. */
    public Config {
        databases = List.copyOf(databases);
        warnings = List.copyOf(warnings);
    }

    /** Returns the same configuration of other databases. */
    public Config with(List<DatabaseConfig> others) {
        return new Config(file, server, limits, others, warnings);
    }
}
