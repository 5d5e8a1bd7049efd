package io.litedrill.config;

import java.time.Duration;

/**
 * Holds the objectives of a database, and how it is checked.
 *
 * @param checkInterval the time between checks; positive
 * @param drills the schedule of drills
 * @param point which recovery points a drill restores
 * @param scrubs the schedule of scrubs
 * @param objectives the objectives set by the owner
 * @param verify how a restored copy is tested
 * @param recipients the URLs that receive notifications about the database
 * @param restore the settings of restores in place: owner, mode and hooks
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
    /** The default schedule of scrubs: weekly, because a scrub reads the whole replica. */
    static final DrillTimes DEFAULT_SCRUBS = new DrillTimes.Every(Duration.ofDays(7));

    /** The default check interval: one minute. */
    public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(1);

    /** Returns the default settings, with the given drill schedule and objectives. */
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
