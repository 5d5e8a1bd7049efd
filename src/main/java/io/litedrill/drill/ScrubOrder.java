package io.litedrill.drill;

import io.litedrill.check.Watched;

/**
 * What to scrub.
 *
 * @param runId unique in one history
 */
public record ScrubOrder(String runId, Watched watched) {}
