package io.litedrill.config;

import io.litedrill.http.ApiSettings;
import io.litedrill.schedule.SchedulerSettings;
import java.nio.file.Path;

/**
 * Holds the settings of the daemon, which take effect at its start.
 *
 * @param api the listen address, the tokens, and the folder for restores requested over HTTP
 * @param folders the folders of the daemon
 * @param limits how many checks and drills run at a time, and their time limits
 * @param history where results are stored, and for how long
 */
public record ServerConfig(
        ApiSettings api, Folders folders, SchedulerSettings limits, HistoryConfig history, ClusterConfig cluster) {
    /** Creates settings of a daemon that is no node of a cluster. */
    public ServerConfig(ApiSettings api, Folders folders, SchedulerSettings limits, HistoryConfig history) {
        this(api, folders, limits, history, ClusterConfig.DEFAULT);
    }

    /** Creates settings that store the history in home. */
    public ServerConfig(ApiSettings api, Folders folders, SchedulerSettings limits) {
        this(api, folders, limits, HistoryConfig.DEFAULT);
    }

    /**
     * Holds absolute folder paths. The folders may not exist yet.
     *
     * @param home the folder of the history
     * @param scratch the folder that drills restore to
     */
    public record Folders(Path home, Path scratch) {}
}
