package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;

/**
 * Names a replica to scrub.
 *
 * @param runId unique in one history
 */
public record ScrubOrder(String runId, CheckedReplica watched) {}
