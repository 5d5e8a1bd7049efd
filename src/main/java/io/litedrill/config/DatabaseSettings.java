package io.litedrill.config;

import java.time.Duration;

/**
 * What is promised of a database, and how it is looked at.
 *
 * @param checkInterval positive
 * @param drills when it is drilled
 * @param point which states a drill restores
 * @param scrubs when it is scrubbed
 * @param objectives what the owner promised
 * @param verify how a restored copy is tested
 * @param recipients which URLs hear of it
 */
public record DatabaseSettings(
        Duration checkInterval,
        DrillTimes drills,
        DrillPoint point,
        DrillTimes scrubs,
        ObjectivesConfig objectives,
        VerifyConfig verify,
        NotifyConfig recipients) {
    /** Once a week: a scrub reads all that there is. */
    public static final DrillTimes DEFAULT_SCRUBS = new DrillTimes.Every(Duration.ofDays(7));

    /** A check each minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);
}
