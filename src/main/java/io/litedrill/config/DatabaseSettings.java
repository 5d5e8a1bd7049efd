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
 * @param restore whose it is to be when it is restored in place
 */
public record DatabaseSettings(
        Duration checkInterval,
        DrillTimes drills,
        DrillPoint point,
        DrillTimes scrubs,
        ObjectivesConfig objectives,
        VerifyConfig verify,
        NotifyConfig recipients,
        RestoreConfig restore) {
    /** Once a week: a scrub reads all that there is. */
    static final DrillTimes DEFAULT_SCRUBS = new DrillTimes.Every(Duration.ofDays(7));

    /** A check each minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);

    /** Those of a database of which nothing else is said. */
    public static DatabaseSettings usual(DrillTimes drills, ObjectivesConfig objectives) {
        return new DatabaseSettings(
                DEFAULT_CHECK_INTERVAL,
                drills,
                DrillPoint.NEWEST,
                DEFAULT_SCRUBS,
                objectives,
                VerifyConfig.DEFAULTS,
                NotifyConfig.NONE,
                RestoreConfig.DEFAULTS);
    }
}
