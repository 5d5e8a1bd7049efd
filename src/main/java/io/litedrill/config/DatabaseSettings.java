package io.litedrill.config;

import java.time.Duration;

/**
 * What is promised of a database, and how it is looked at.
 *
 * @param checkInterval positive
 * @param drills when it is drilled
 * @param point which states a drill restores
 * @param objectives what the owner promised
 * @param verify how a restored copy is tested
 * @param recipients which URLs hear of it
 */
public record DatabaseSettings(
        Duration checkInterval,
        DrillTimes drills,
        DrillPoint point,
        ObjectivesConfig objectives,
        VerifyConfig verify,
        NotifyConfig recipients) {
    /** A check each minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);
}
