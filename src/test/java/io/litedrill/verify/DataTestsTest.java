package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.FAILED;
import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static io.litedrill.verify.CheckOutcome.Result.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTestsTest {
    private static final Instant POINT = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = Sqlite.run(
                dir.resolve("app.db"),
                "CREATE TABLE orders(at)",
                "INSERT INTO orders VALUES ('2026-11-01 11:30:00'), ('2026-10-01 00:00:00'), (NULL)");
    }

    private CheckOutcome outcome(DataTests tests, String name) {
        Expectations expectations = new Expectations(
                Expectations.Mode.QUICK_CHECK, false, List.of(), List.of(), Duration.ofSeconds(5), tests);
        return new Verifier()
                .verify(file, expectations, POINT).checks().stream()
                        .filter(check -> check.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private CheckOutcome rows(String table, long least) {
        return outcome(new DataTests(Map.of(table, least), Optional.empty()), "min_rows: " + table);
    }

    private CheckOutcome fresh(String sql, Duration maxAge) {
        return outcome(new DataTests(Map.of(), Optional.of(new Freshness(sql, maxAge))), "freshness");
    }

    @Test
    void tableHasItsRowsOrNot() {
        assertThat(rows("orders", 3).result()).isEqualTo(PASSED);
        assertThat(rows("orders", 4).result()).isEqualTo(FAILED);
        assertThat(rows("orders", 4).detail()).isEqualTo("expected 4 rows at least, found 3");
        assertThat(rows("gone", 0).result()).isEqualTo(FAILED);
        assertThat(rows("gone", 0).detail()).contains("no such table");
    }

    @Test
    void newestTimeIsComparedWithTheRecoveryPoint() {
        assertThat(fresh("SELECT max(at) FROM orders", Duration.ofMinutes(30)).result())
                .isEqualTo(PASSED);
        CheckOutcome old = fresh("SELECT max(at) FROM orders", Duration.ofMinutes(29));
        assertThat(old.result()).isEqualTo(FAILED);
        assertThat(old.detail()).contains("2026-11-01T11:30:00Z", "text, taken as UTC", "1800 s before", "1740 s");
    }

    @Test
    void newestTimeMayLieAfterTheRecoveryPoint() {
        assertThat(fresh("SELECT unixepoch('2026-11-01 12:00:05')", Duration.ofSeconds(1))
                        .result())
                .isEqualTo(PASSED);
    }

    @Test
    void noTimeFails() {
        assertThat(fresh("SELECT max(at) FROM orders WHERE 0", Duration.ofDays(1))
                        .result())
                .isEqualTo(FAILED);
        assertThat(fresh("SELECT at FROM orders WHERE 0", Duration.ofDays(1)).result())
                .isEqualTo(FAILED);
        assertThat(fresh("SELECT 'yesterday'", Duration.ofDays(1)).detail()).contains("expected a time");
    }

    @Test
    void queryThatNeverEndsProvesNothing() {
        String endless = "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
        Expectations expectations = new Expectations(
                Expectations.Mode.QUICK_CHECK,
                false,
                List.of(),
                List.of(),
                Duration.ofMillis(300),
                new DataTests(Map.of(), Optional.of(new Freshness(endless, Duration.ofDays(1)))));

        assertThat(new Verifier().verify(file, expectations, POINT).result()).isEqualTo(INCONCLUSIVE);
    }
}
