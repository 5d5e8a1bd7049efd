package io.litedrill.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the configuration of a monitored database.
 *
 * @param name a unique name, used on the command line and as a metric label
 * @param path the live file, absolute; may be unreachable from this machine
 * @param replicas one or more, with unique names
 * @param settings the objectives of the database, and how it is checked
 * @param litestreamState Litestream's local state folder for the database, absolute; empty: beside the live file
 * @param nodes the names of the nodes of a cluster that can see it; empty for all
 */
public record DatabaseConfig(
        String name,
        Optional<Path> path,
        List<ReplicaConfig> replicas,
        DatabaseSettings settings,
        Optional<Path> litestreamState,
        Set<String> nodes) {
    /** Copies the list and the set. */
    public DatabaseConfig {
        replicas = List.copyOf(replicas);
        nodes = Set.copyOf(nodes);
    }

    /** Creates the configuration of a database that every node of a cluster can see. */
    public DatabaseConfig(
            String name,
            Optional<Path> path,
            List<ReplicaConfig> replicas,
            DatabaseSettings settings,
            Optional<Path> litestreamState) {
        this(name, path, replicas, settings, litestreamState, Set.of());
    }

    /** Returns the same database with another name. */
    public DatabaseConfig named(String other) {
        return new DatabaseConfig(other, path, replicas, settings, litestreamState);
    }

    /** Creates the configuration of a database whose local Litestream state is beside the live file. */
    public DatabaseConfig(String name, Optional<Path> path, List<ReplicaConfig> replicas, DatabaseSettings settings) {
        this(name, path, replicas, settings, Optional.empty());
    }
}
