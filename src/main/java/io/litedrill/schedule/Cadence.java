package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * Defines when a job recurs. Each database has its own time slots, shifted by an offset derived from its name alone:
 * hundreds of databases are spread, and a restart changes no slot.
 */
public sealed interface Cadence {
    /**
     * Returns the slot that follows a run.
     *
     * @param last the time of the last run
     * @return a time after {@code last}, to the millisecond; empty when no run follows
     */
    Optional<Instant> due(String database, Instant last);

    /** Returns an age that the last run does not exceed on a healthy schedule, with room for one late run. */
    Duration expectedAge();

    /**
     * Recurs at a fixed interval, with a phase derived from the name. Skips a slot less than a quarter of the interval
     * after the last run, so that a late or manual drill is not repeated at once. {@link #dueOften} is for checks,
     * which cost less and must not be late.
     *
     * @param interval the interval; 1 millisecond or more
     */
    record Every(Duration interval) implements Cadence {
        private static final int LEAST_GAP_PART = 4;
        /** With the usual interval of a minute, 6 s: a check must not begin more than 10 s late. */
        private static final int LEAST_OFTEN_PART = 10;

        private static final Duration LEAST_AGE = Duration.ofHours(1);

        /**
         * Validates the interval.
         *
         * @throws IllegalArgumentException when the interval is shorter than a millisecond
         */
        public Every {
            if (interval.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("interval: a positive duration. Found: " + interval);
            }
        }

        @Override
        public Optional<Instant> due(String database, Instant last) {
            return Optional.of(slot(database, last, LEAST_GAP_PART));
        }

        /**
         * Returns the slot that follows a run that may soon be repeated: within 1.1 intervals after it.
         *
         * @param last the time of the last run
         */
        public Instant dueOften(String database, Instant last) {
            return slot(database, last, LEAST_OFTEN_PART);
        }

        private Instant slot(String database, Instant last, int gapPart) {
            long every = interval.toMillis();
            long phase = Jitter.within(interval, database).toMillis();
            long earliest = last.toEpochMilli() + every / gapPart;
            return Instant.ofEpochMilli(phase + (Math.floorDiv(earliest - phase, every) + 1) * every);
        }

        /** Returns twice the interval, and at least an hour. */
        @Override
        public Duration expectedAge() {
            Duration twice = interval.multipliedBy(2);
            return twice.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : twice;
        }
    }

    /**
     * Recurs at the times of a cron expression, plus a delay of up to {@code spread} derived from the name.
     *
     * @param expression five fields as in crontab(5): {@code 30 3 * * 1-5}
     * @param zone the time zone of the expression
     * @param spread the maximum delay; 0 for the exact times of the expression
     */
    record Cron(String expression, ZoneId zone, Duration spread) implements Cadence {
        /**
         * Validates the expression.
         *
         * @throws IllegalArgumentException for an invalid expression, with the reason
         */
        public Cron {
            Crontab.parse(expression);
            if (spread.isNegative()) {
                throw new IllegalArgumentException("spread: 0 or more. Found: " + spread);
            }
        }

        @Override
        public Optional<Instant> due(String database, Instant last) {
            CronExpression cron = Crontab.parse(expression).quartz();
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            Duration later = Jitter.within(spread, database);
            return Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(last.minus(later))))
                    .map(time -> time.toInstant().plus(later));
        }

        /** Returns 2 days and the spread; 15 for weekdays, 63 for days of the month, 732 for months. */
        @Override
        public Duration expectedAge() {
            return Crontab.parse(expression).twoPeriods().plus(spread);
        }
    }

    /** Never recurs; runs only on request. */
    record Never() implements Cadence {
        @Override
        public Optional<Instant> due(String database, Instant last) {
            return Optional.empty();
        }

        @Override
        public Duration expectedAge() {
            return ChronoUnit.FOREVER.getDuration();
        }
    }
}
