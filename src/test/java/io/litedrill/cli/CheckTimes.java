package io.litedrill.cli;

import io.litedrill.history.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The times at which each database of a cluster was checked, by any node.
 *
 * @param byDatabase the times, in order
 * @param interval the interval of checks
 * @param takeover the additional delay of a check whose node was killed
 */
record CheckTimes(Map<String, List<Instant>> byDatabase, Duration interval, Duration takeover) {
    /** A slot within a quarter of the interval after the last run is skipped. */
    private static final int TWICE_PART = 8;

    /**
     * Counts of checks.
     *
     * @param jobs all checks
     * @param twice checks directly after another check of the same database
     * @param missed how often a database was not checked in time, also at the beginning and at the end
     * @param longest the longest time without a check of a database
     */
    record Counts(int jobs, int twice, int missed, Duration longest) {
        @Override
        public String toString() {
            return jobs + " checks, " + twice + " twice, " + missed + " missed, longest time without a check of a"
                    + " database " + longest;
        }
    }

    /** Reads the results of the last hour. */
    static CheckTimes read(PostgresSettings settings, Duration interval, Duration takeover) throws SQLException {
        Map<String, List<Instant>> checks = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(settings.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CAST(document AS json) ->> 'database', at FROM feed"
                        + " WHERE kind = 'checks' ORDER BY at")) {
            while (rows.next()) {
                checks.computeIfAbsent(rows.getString(1), added -> new ArrayList<>())
                        .add(rows.getTimestamp(2).toInstant());
            }
        }
        return new CheckTimes(checks, interval, takeover);
    }

    /** Returns the number of databases that were checked. */
    int databases() {
        return byDatabase.size();
    }

    /** Returns the number of databases that were checked after a time. */
    long checkedSince(Instant time) {
        return byDatabase.values().stream()
                .filter(times -> times.get(times.size() - 1).isAfter(time))
                .count();
    }

    /** Counts the checks between two times. */
    Counts counts(Instant from, Instant to) {
        int jobs = 0;
        int twice = 0;
        int missed = 0;
        Duration longest = Duration.ZERO;
        for (List<Instant> times : byDatabase.values()) {
            Instant last = from;
            for (Instant time : times) {
                if (time.isBefore(from) || time.isAfter(to)) {
                    continue;
                }
                jobs++;
                Duration gap = Duration.between(last, time);
                twice += !last.equals(from) && gap.compareTo(interval.dividedBy(TWICE_PART)) < 0 ? 1 : 0;
                missed += isMissed(gap) ? 1 : 0;
                longest = gap.compareTo(longest) > 0 ? gap : longest;
                last = time;
            }
            Duration end = Duration.between(last, to);
            missed += isMissed(end) ? 1 : 0;
            longest = end.compareTo(longest) > 0 ? end : longest;
        }
        return new Counts(jobs, twice, missed, longest);
    }

    private boolean isMissed(Duration gap) {
        return gap.compareTo(interval.plus(takeover)) > 0;
    }
}
