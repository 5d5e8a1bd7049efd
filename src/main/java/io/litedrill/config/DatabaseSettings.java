package io.litedrill.config;

import io.litedrill.check.Objectives;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.notify.Channel;
import io.litedrill.notify.Recipients;
import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import io.litedrill.schedule.Timing;
import io.litedrill.verify.Expectations;
import java.util.List;

/**
 * Holds the objectives of a database, and how it is checked.
 *
 * @param timing when checks, drills and scrubs run
 * @param objectives the objectives set by the owner
 * @param expectations the tests of a restored copy
 * @param extra the other tests and comparisons of a drill
 * @param recipients the URLs that receive notifications about the database
 * @param channels the destinations of messages about changes
 * @param ownership the owner and mode of a database that a restore in place creates
 * @param hooks the commands around a restore in place
 */
public record DatabaseSettings(
        Timing timing,
        Objectives objectives,
        Expectations expectations,
        ExtraChecks extra,
        Recipients recipients,
        List<Channel> channels,
        Ownership.Wanted ownership,
        Hooks hooks) {
    /** Copies the list. */
    public DatabaseSettings {
        channels = List.copyOf(channels);
    }

    /** Returns the default settings, with the given schedule and objectives. */
    public static DatabaseSettings usual(Timing timing, Objectives objectives) {
        return new DatabaseSettings(
                timing,
                objectives,
                Expectations.DEFAULTS,
                ExtraChecks.DEFAULT,
                Recipients.NONE,
                List.of(),
                Ownership.Wanted.AS_FOLDER,
                Hooks.NONE);
    }
}
