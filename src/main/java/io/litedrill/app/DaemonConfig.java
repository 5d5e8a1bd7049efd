package io.litedrill.app;

import io.litedrill.config.Config;
import java.util.ArrayList;
import java.util.List;

/** Converts a configuration to the settings of the daemon. */
public final class DaemonConfig {
    private DaemonConfig() {}

    /** Returns the listen address, the tokens and the limits on parallel runs. */
    public static DaemonSettings settings(Config config, String version) {
        return new DaemonSettings(
                version, config.server().api(), config.server().limits());
    }

    /**
     * Returns the databases with the times of their checks, drills and scrubs.
     *
     * @param wiring the object graph of the same configuration
     */
    public static List<MonitoredDatabase> databases(Config config, Application wiring) {
        List<MonitoredDatabase> databases = new ArrayList<>();
        for (int i = 0; i < config.databases().size(); i++) {
            databases.add(MonitoredDatabase.of(
                    wiring.databases().get(i),
                    config.databases().get(i).settings().timing()));
        }
        return databases;
    }
}
