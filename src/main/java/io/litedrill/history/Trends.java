package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Summarizes the checks of a replica over time. The database reads the documents, and returns few numbers of each. */
record Trends(HistoryDatabase database, Handle handle) {
    private static final String OF_REPLICA = " FROM checks WHERE database = :database AND replica = :replica";

    /**
     * Selects parts of equal length.
     *
     * @param last the number of the last part since 1970
     * @param parts the number of parts
     */
    record Period(long last, int parts, Duration width) {
        Instant start(long part) {
            return Instant.EPOCH.plus(width.multipliedBy(part));
        }
    }

    private String lag() {
        return database.number("lag_seconds") + " AS lag";
    }

    List<TrendPoint> of(ReplicaId id, Instant since, Duration width) {
        String sql = "SELECT at, verdict, " + lag() + ", " + database.number("kept.bytes") + " AS size" + OF_REPLICA
                + " AND at >= :since ORDER BY at";
        Map<Long, TrendPoint> points = new TreeMap<>();
        handle.createQuery(sql)
                .bindMethods(id)
                .bind("since", Times.column(since))
                .map((row, context) -> point(row))
                .forEach(point -> points.merge(
                        Math.floorDiv(point.from().getEpochSecond(), width.toSeconds()), point, TrendPoint::and));
        return List.copyOf(points.values());
    }

    private static TrendPoint point(ResultSet row) throws SQLException {
        return new TrendPoint(
                Times.time(row.getString("at")),
                seconds(row),
                row.getLong("size"),
                Verdict.valueOf(row.getString("verdict")),
                1);
    }

    private static Optional<Duration> seconds(ResultSet row) throws SQLException {
        double seconds = row.getDouble("lag");
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1e3)));
    }

    Map<Long, Duration> lags(ReplicaId id, Period period) {
        String sql = "SELECT " + lag() + OF_REPLICA + " AND at >= :from AND at < :to ORDER BY at DESC LIMIT 1";
        Map<Long, Duration> lags = new TreeMap<>();
        for (long part = period.last() - period.parts() + 1; part <= period.last(); part++) {
            long number = part;
            handle.createQuery(sql)
                    .bindMethods(id)
                    .bind("from", Times.column(period.start(part)))
                    .bind("to", Times.column(period.start(part + 1)))
                    .map((row, context) -> seconds(row))
                    .findOne()
                    .flatMap(lag -> lag)
                    .ifPresent(lag -> lags.put(number, lag));
        }
        return lags;
    }
}
