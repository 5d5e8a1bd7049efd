package io.litedrill.app;

import io.litedrill.cluster.NodeSettings;
import io.litedrill.http.ApiSettings;
import io.litedrill.schedule.SchedulerSettings;
import java.util.Optional;

/**
 * Holds the settings of the daemon.
 *
 * @param version the version of Litedrill, for metrics
 * @param node the settings of this node of a cluster; empty without a history in PostgreSQL
 */
public record DaemonSettings(
        String version, ApiSettings api, SchedulerSettings scheduler, Optional<NodeSettings> node) {
    /** Creates the settings of a daemon that is no node of a cluster. */
    public DaemonSettings(String version, ApiSettings api, SchedulerSettings scheduler) {
        this(version, api, scheduler, Optional.empty());
    }
}
