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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Summarizes the checks of a replica over time, from the columns of their rows alone. */
record Trends(Handle handle) {
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

    List<TrendPoint> of(ReplicaId id, Instant since, Duration width) {
        String sql = "SELECT at, verdict, lag_seconds, bytes" + OF_REPLICA + " AND at >= :since ORDER BY at";
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
                row.getLong("bytes"),
                Verdict.valueOf(row.getString("verdict")),
                1);
    }

    private static Optional<Duration> seconds(ResultSet row) throws SQLException {
        double seconds = row.getDouble("lag_seconds");
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1e3)));
    }

    /** Returns the lag of the newest check of each part that has one, with one statement for all parts. */
    Map<Long, Duration> lags(ReplicaId id, Period period) {
        long first = period.last() - period.parts() + 1;
        String sql =
                IntStream.range(0, period.parts()).mapToObj(this::newestOf).collect(Collectors.joining(" UNION ALL "));
        Map<Long, Duration> lags = new TreeMap<>();
        try (Query query = handle.createQuery(sql).bindMethods(id)) {
            IntStream.rangeClosed(0, period.parts())
                    .forEach(part -> query.bind("start" + part, Times.column(period.start(first + part))));
            query.map((row, context) -> Map.entry(first + row.getInt("part"), seconds(row)))
                    .forEach(part -> part.getValue().ifPresent(lag -> lags.put(part.getKey(), lag)));
        }
        return lags;
    }

    private String newestOf(int part) {
        return "SELECT * FROM (SELECT " + part + " AS part, lag_seconds" + OF_REPLICA + " AND at >= :start" + part
                + " AND at < :start" + (part + 1) + " ORDER BY at DESC LIMIT 1) AS newest" + part;
    }
}
