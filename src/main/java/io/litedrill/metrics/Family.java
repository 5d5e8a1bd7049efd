package io.litedrill.metrics;

/** Lists Litedrill's own metrics: the name without Micrometer's suffix, and the help text. The names never change. */
enum Family {
    RECOVERY_POINT("litedrill_recovery_point_timestamp_seconds", "Time of the newest state that can be restored"),
    SNAPSHOT("litedrill_snapshot_timestamp_seconds", "Time of the newest snapshot"),
    WINDOW_START(
            "litedrill_window_start_timestamp_seconds",
            "Time of the oldest state from which on every later one can be restored"),
    LAST_CHECK("litedrill_last_check_timestamp_seconds", "When the last check began, with any outcome"),
    LAST_DRILL("litedrill_last_drill_timestamp_seconds", "When the last drill ended, with any outcome"),
    LAST_PASSED_DRILL("litedrill_last_passed_drill_timestamp_seconds", "When the last drill that passed ended"),
    LAST_FAILED_DRILL("litedrill_last_failed_drill_timestamp_seconds", "When the last drill that failed ended"),
    LAST_RESTORE("litedrill_last_restore_timestamp_seconds", "When the last real restore that wrote a database ended"),
    LAST_RESTORE_ORIGIN(
            "litedrill_last_restore_origin",
            "1; the labels say where the last real restore that wrote a database wrote it, and who requested it"),
    LAG("litedrill_lag_seconds", "How far the replica is behind the live database; absent when unknown"),
    SNAPSHOT_AGE(
            "litedrill_snapshot_age_seconds",
            "Age of the newest snapshot at the last check: by the clock (Litestream 0.3), or against the recovery"
                    + " point (0.5)"),
    RTO("litedrill_rto_seconds", "How long each phase of the last full drill that restored took; total is their sum"),
    DATABASE_BYTES("litedrill_database_bytes", "Size of the database that the last drill restored"),
    REPLICA_BYTES("litedrill_replica_bytes", "Size of all files of the replica, as stored"),
    REPLICA_FILES("litedrill_replica_files", "Number of files of the replica"),
    UNREAD_FILES(
            "litedrill_replica_unread_files",
            "Number of files of the replica that the last check left to later ones, because many databases were new at"
                    + " once; not the WAL segments beyond the 24 older files that one check reads (Litestream 0.3)"),
    WINDOW_GAPS("litedrill_window_gaps", "Number of holes between the states that can be restored"),
    VERDICT("litedrill_verdict", "Verdict of the last check: 1 on the current one, 0 on the others"),
    FINDING(
            "litedrill_finding",
            "1 while the last check, the last drill or the last scrub has such a finding; otherwise absent"),
    OBJECTIVE("litedrill_objective_seconds", "Configured objectives"),
    DRILLS("litedrill_drills_total", "Drills since the start, by outcome"),
    CHECKS("litedrill_checks_total", "Checks since the start, by verdict"),
    RESTORES("litedrill_restores_total", "Real restores since the start, by outcome"),
    DRILL_DURATION("litedrill_drill_duration_seconds", "How long drills took that passed or failed"),
    STORAGE_REQUESTS("litedrill_storage_requests_total", "Requests to the store since the start"),
    STORAGE_READ_BYTES("litedrill_storage_read_bytes_total", "Bytes read from the store since the start"),
    BUILD_INFO("litedrill_build_info", "1; the labels hold the versions"),
    SCRATCH_FREE("litedrill_scratch_free_bytes", "Free space for drills"),
    SCHEDULER_JOBS("litedrill_scheduler_jobs", "Jobs of the scheduler, by state"),
    CONFIG_SUCCESSFUL(
            "litedrill_config_last_reload_successful",
            "1 when the configuration was read at the last attempt; 0 when the one before is still in force"),
    CONFIG_READ("litedrill_config_last_reload_success_timestamp_seconds", "When the configuration in force was read"),
    LEADER("litedrill_leader", "1 when this node of a cluster exports the databases; otherwise 0"),
    NODES("litedrill_nodes", "Nodes that share the jobs with this one, itself among them; 1 while it works alone"),
    CLUSTER_CLOCK(
            "litedrill_cluster_clock_ahead_seconds",
            "How far the clock of this node is ahead of that of the cluster's database; negative when behind"),
    HISTORY_UP("litedrill_history_up", "1 when the history can be read and written; otherwise 0"),
    HISTORY_PENDING("litedrill_history_pending_results", "Results that wait until the history can be written"),
    HISTORY_LOST("litedrill_history_lost_results", "Results since the start that were never written to the history");

    private final String metric;
    private final String help;

    Family(String metric, String help) {
        this.metric = metric;
        this.help = help;
    }

    String metric() {
        return metric;
    }

    String help() {
        return help;
    }
}
