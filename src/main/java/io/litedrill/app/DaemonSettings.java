package io.litedrill.app;

import io.litedrill.http.ApiSettings;
import io.litedrill.schedule.SchedulerSettings;

/**
 * How the daemon runs.
 *
 * @param version of Litedrill, for metrics
 */
public record DaemonSettings(String version, ApiSettings api, SchedulerSettings scheduler) {}
