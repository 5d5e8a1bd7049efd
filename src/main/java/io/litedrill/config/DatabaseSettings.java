package io.litedrill.config;

import java.time.Duration;

/**
 * What is promised of a database, and how it is looked at.
 *
 * @param checkInterval positive
 * @param drills when it is drilled
 * @param objectives what the owner promised
 * @param verify how a restored copy is tested
 * @param recipients which URLs hear of it
 */
public record DatabaseSettings(
        Duration checkInterval,
        DrillTimes drills,
        ObjectivesConfig objectives,
        VerifyConfig verify,
        NotifyConfig recipients) {
    /** A check each minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);
}
