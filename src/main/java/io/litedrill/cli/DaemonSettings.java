package io.litedrill.cli;

import io.litedrill.http.ApiSettings;
import io.litedrill.schedule.SchedulerSettings;

/**
 * How the daemon runs.
 *
 * @param version of Litedrill, for metrics
 */
record DaemonSettings(String version, ApiSettings api, SchedulerSettings scheduler) {}
