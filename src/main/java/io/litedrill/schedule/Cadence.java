package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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

    /**
     * Recurs at a fixed interval, with a phase derived from the name. Skips a slot less than a quarter of the interval
     * after the last run, so that a late or manual drill is not repeated at once.
     *
     * @param interval the interval; 1 millisecond or more
     */
    record Every(Duration interval) implements Cadence {
        private static final int LEAST_GAP_PART = 4;

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
            long every = interval.toMillis();
            long phase = Jitter.within(interval, database).toMillis();
            long earliest = last.toEpochMilli() + every / LEAST_GAP_PART;
            return Optional.of(Instant.ofEpochMilli(phase + (Math.floorDiv(earliest - phase, every) + 1) * every));
        }
    }

    /**
     * Recurs at the times of a cron expression, plus a delay of up to {@code spread} derived from the name.
     *
     * @param expression five fields as in crontab(5) ({@code 30 3 * * 1-5}), or six or seven as Quartz reads them,
     *     seconds first
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
            CronText.parse(expression);
            if (spread.isNegative()) {
                throw new IllegalArgumentException("spread: 0 or more. Found: " + spread);
            }
        }

        @Override
        public Optional<Instant> due(String database, Instant last) {
            CronExpression cron = CronText.parse(expression);
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            Duration later = Jitter.within(spread, database);
            return Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(last.minus(later))))
                    .map(time -> time.toInstant().plus(later));
        }
    }

    /** Never recurs; runs only on request. */
    record Never() implements Cadence {
        @Override
        public Optional<Instant> due(String database, Instant last) {
            return Optional.empty();
        }
    }
}
