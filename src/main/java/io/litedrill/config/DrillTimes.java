package io.litedrill.config;

import java.time.Duration;

/** When a database is drilled, or scrubbed. */
public sealed interface DrillTimes {
    /** Once a day. */
    DrillTimes DEFAULT = new Every(Duration.ofDays(1));

    /** The shortest drill age that a healthy schedule of these times keeps, with room for one drill to be late. */
    Duration expectedAge();

    /**
     * At an interval, each database at a moment of its own.
     *
     * @param interval positive
     */
    record Every(Duration interval) implements DrillTimes {
        private static final Duration LEAST_AGE = Duration.ofHours(1);

        /** Twice the interval, and at least an hour. */
        @Override
        public Duration expectedAge() {
            Duration twice = interval.multipliedBy(2);
            return twice.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : twice;
        }
    }

    /**
     * At the times of a crontab(5) expression, on the machine's clock.
     *
     * @param expression five fields, checked
     * @param jitter how much later than that a drill may begin, each database at a moment of its own; 0 or more
     */
    record Cron(String expression, Duration jitter) implements DrillTimes {
        /** Two days; 15 where weekdays are named, 63 for days of the month, 732 for months. */
        @Override
        public Duration expectedAge() {
            return CronFields.expectedAge(expression).plus(jitter);
        }
    }
}
