package io.litedrill.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Runs the {@link DataTests} on an open database. */
final class DataChecks {
    private static final int LONGEST_TIME = 100;

    private DataChecks() {}

    static QueryResult minRows(ReadOnlyDatabase database, String table, long least)
            throws SQLException, QueryStoppedException {
        long count = database.query("SELECT count(*) FROM " + Schema.quoted(table), DataChecks::number)
                .orElse(0L);
        return count >= least
                ? QueryResult.passed(String.valueOf(count))
                : QueryResult.failed("expected " + least + " rows at least, found " + count);
    }

    private static long number(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getLong(1) : 0;
    }

    static QueryResult freshness(ReadOnlyDatabase database, Freshness freshness, Instant at)
            throws SQLException, QueryStoppedException {
        Optional<String> value =
                database.query(freshness.sql(), DataChecks::first).flatMap(found -> found);
        if (value.isEmpty()) {
            return QueryResult.failed("there is no time in the data: the query returned nothing, or NULL");
        }
        return TimeValue.parse(value.get())
                .map(time -> judge(time, freshness.maxAge(), at))
                .orElseGet(() -> QueryResult.failed(
                        "expected a time (ISO 8601 text, unix seconds or milliseconds, a julian day), found "
                                + value.get()));
    }

    private static Optional<String> first(ResultSet rows) throws SQLException {
        Optional<String> text = rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        return text.map(each -> each.length() <= LONGEST_TIME ? each : each.substring(0, LONGEST_TIME) + "...");
    }

    private static QueryResult judge(TimeValue newest, Duration maxAge, Instant at) {
        Duration age = Duration.between(newest.time(), at);
        String found = "the newest time in the data is " + newest.time() + " (" + newest.form() + "), "
                + (age.isNegative() ? seconds(age.negated()) + " after" : seconds(age) + " before")
                + " the recovery point";
        return age.compareTo(maxAge) <= 0
                ? QueryResult.passed(found)
                : QueryResult.failed(found + "; allowed is " + seconds(maxAge));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
