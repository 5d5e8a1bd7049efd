package io.litedrill.config;

import java.time.Duration;

/**
 * What is promised of a database, and how it is looked at.
 *
 * @param checkInterval positive
 * @param drills when it is drilled
 * @param scrubs when it is scrubbed
 * @param objectives what the owner promised
 * @param verify how a restored copy is tested
 */
public record DatabaseSettings(
        Duration checkInterval,
        DrillTimes drills,
        DrillTimes scrubs,
        ObjectivesConfig objectives,
        VerifyConfig verify) {
    /** Scrubbed once a week. */
    public DatabaseSettings(
            Duration checkInterval, DrillTimes drills, ObjectivesConfig objectives, VerifyConfig verify) {
        this(checkInterval, drills, DEFAULT_SCRUBS, objectives, verify);
    }

    /** Once a week: a scrub reads all that there is. */
    public static final DrillTimes DEFAULT_SCRUBS = new DrillTimes.Every(Duration.ofDays(7));

    /** A check each minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);
}
