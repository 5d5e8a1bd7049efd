package io.litedrill.app;

import io.litedrill.cluster.ConfigurationDigest;
import io.litedrill.cluster.NodeSettings;
import io.litedrill.config.ClusterConfig;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigPrinter;
import io.litedrill.config.DatabaseConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts a configuration to the settings of the daemon. */
public final class DaemonConfig {
    private DaemonConfig() {}

    /** Returns the listen address, the tokens and the limits on parallel runs. */
    public static DaemonSettings settings(Config config, String version) {
        return settings(config, version, digest(config));
    }

    /** Returns the settings as {@link #settings(Config, String)} does, with the checksums of another configuration. */
    static DaemonSettings settings(Config config, String version, ConfigurationDigest digest) {
        return new DaemonSettings(
                version, config.server().api(), config.server().limits(), node(config, digest));
    }

    /** Returns the settings of a node; empty without a history in PostgreSQL. */
    private static Optional<NodeSettings> node(Config config, ConfigurationDigest digest) {
        ClusterConfig cluster = config.server().cluster();
        return config.server()
                .history()
                .database()
                .map(database -> new NodeSettings(NodeName.of(config.server()), database, cluster.drills(), digest));
    }

    /**
     * Returns the checksums of the keys that all nodes of a cluster share.
     *
     * @param config without databases that were discovered, since each node discovers them at its own time
     */
    static ConfigurationDigest digest(Config config) {
        return ConfigurationDigest.of(ConfigPrinter.values(config, Map.of()));
    }

    /**
     * Returns the databases with the times of their checks, drills and scrubs.
     *
     * @param wiring the object graph of the same configuration
     */
    public static List<MonitoredDatabase> databases(Config config, Application wiring) {
        List<MonitoredDatabase> databases = new ArrayList<>();
        for (int i = 0; i < config.databases().size(); i++) {
            DatabaseConfig database = config.databases().get(i);
            databases.add(MonitoredDatabase.of(
                    wiring.databases().get(i), database.settings().timing(), database.nodes()));
        }
        return databases;
    }
}
