package io.litedrill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When something comes again. Each database has slots of its own, moved against those of the others by an amount that its
 * name alone decides: a hundred databases spread, and a restart moves none of them.
 */
public sealed interface Cadence {
    /**
     * The slot that follows a run.
     *
     * @param last when the last run was
     * @return a time after {@code last}, to the millisecond; empty when none ever comes
     */
    Optional<Instant> due(String database, Instant last);

    /**
     * At a fixed interval, at a phase that depends on the name. A slot less than a quarter of the interval after the last run is
     * left out, so that a drill that was caught up with, or run by hand, is not repeated at once.
     *
     * @param interval 1 millisecond or more
     */
    record Every(Duration interval) implements Cadence {
        private static final int LEAST_GAP_PART = 4;

        /**
         * Checks the range.
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
     * At the times of a cron expression, later by up to {@code spread}, depending on the name.
     *
     * @param expression five fields as in crontab(5) ({@code 30 3 * * 1-5}), or six or seven as Quartz reads them, seconds first
     * @param zone whose clock the expression means
     * @param spread 0 for exactly the times of the expression
     */
    record Cron(String expression, ZoneId zone, Duration spread) implements Cadence {
        /**
         * Checks the expression.
         *
         * @throws IllegalArgumentException saying what is wrong with it
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

    /** Only when somebody asks. */
    record Never() implements Cadence {
        @Override
        public Optional<Instant> due(String database, Instant last) {
            return Optional.empty();
        }
    }
}
