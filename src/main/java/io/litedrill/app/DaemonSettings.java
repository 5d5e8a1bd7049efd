package io.litedrill.app;

import io.litedrill.http.ApiSettings;
import io.litedrill.schedule.SchedulerSettings;

/**
 * Holds the settings of the daemon.
 *
 * @param version the version of Litedrill, for metrics
 */
public record DaemonSettings(String version, ApiSettings api, SchedulerSettings scheduler) {}
