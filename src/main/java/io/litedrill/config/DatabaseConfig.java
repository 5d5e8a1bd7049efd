package io.litedrill.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A database to watch.
 *
 * @param name unique; what people type and metrics are labelled with
 * @param path the live file, absolute; it need not be reachable from here
 * @param replicas one or more, with unique names
 * @param settings what is promised of it, and how it is looked at
 * @param litestreamState where Litestream was told to keep its local state of it, absolute; empty: beside the live file
 */
public record DatabaseConfig(
        String name,
        Optional<Path> path,
        List<ReplicaConfig> replicas,
        DatabaseSettings settings,
        Optional<Path> litestreamState) {
    /** Copies the list. */
    public DatabaseConfig {
        replicas = List.copyOf(replicas);
    }

    /** One whose local state Litestream keeps beside the live file. */
    public DatabaseConfig(String name, Optional<Path> path, List<ReplicaConfig> replicas, DatabaseSettings settings) {
        this(name, path, replicas, settings, Optional.empty());
    }
}
