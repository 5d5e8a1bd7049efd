package io.litedrill.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * Holds the limits of a lane.
 *
 * @param atOnce the maximum number of simultaneous runs; 1 or more
 * @param queued the maximum number of requested runs that wait in addition
 * @param time the time limit of one run
 * @param cluster what the nodes of a cluster share; empty without a cluster
 */
record LaneLimits(int atOnce, int queued, Duration time, Optional<ClusterSettings> cluster) {}
