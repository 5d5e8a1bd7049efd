package io.litedrill.drill;

import io.litedrill.check.Watched;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;

/**
 * What to drill.
 *
 * @param runId unique in one history
 * @param point the state to restore; usually the newest
 * @param expectations what the restored database is tested for
 */
public record DrillOrder(String runId, Watched watched, Point point, Expectations expectations) {}
