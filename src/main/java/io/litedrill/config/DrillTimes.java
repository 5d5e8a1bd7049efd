package io.litedrill.config;

import java.time.Duration;

/** Schedules drills or scrubs of a database. */
public sealed interface DrillTimes {
    /** The default: once a day. */
    DrillTimes DEFAULT = new Every(Duration.ofDays(1));

    /** Returns the smallest limit of the drill age that a healthy schedule meets, with room for one late drill. */
    Duration expectedAge();

    /**
     * Runs at a fixed interval. Each database has its own offset.
     *
     * @param interval the time between two runs; positive
     */
    record Every(Duration interval) implements DrillTimes {
        private static final Duration LEAST_AGE = Duration.ofHours(1);

        /** Returns twice the interval, and at least an hour. */
        @Override
        public Duration expectedAge() {
            Duration twice = interval.multipliedBy(2);
            return twice.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : twice;
        }
    }

    /**
     * Runs at the times of a crontab(5) expression, in the machine's time zone.
     *
     * @param expression five fields, validated
     * @param jitter the maximum delay of a run after its scheduled time, fixed for each database; 0 or more
     */
    record Cron(String expression, Duration jitter) implements DrillTimes {
        /** Returns 2 days; 15 for weekdays, 63 for days of the month, 732 for months. */
        @Override
        public Duration expectedAge() {
            return CronFields.expectedAge(expression).plus(jitter);
        }
    }
}
