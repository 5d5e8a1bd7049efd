package io.litedrill.config;

import java.time.Duration;

/**
 * What is promised of a database, and how it is looked at.
 *
 * @param checkInterval positive
 * @param drills when it is drilled
 * @param objectives what the owner promised
 * @param verify how a restored copy is tested
 * @param restore whose it is to be when it is restored in place
 */
public record DatabaseSettings(
        Duration checkInterval,
        DrillTimes drills,
        ObjectivesConfig objectives,
        VerifyConfig verify,
        RestoreConfig restore) {
    /** A check each minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);

    /** With nothing said of restores in place. */
    public DatabaseSettings(
            Duration checkInterval, DrillTimes drills, ObjectivesConfig objectives, VerifyConfig verify) {
        this(checkInterval, drills, objectives, verify, RestoreConfig.DEFAULTS);
    }
}
