package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static io.litedrill.verify.CheckOutcome.Result.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TimeLimitTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    Path dir;

    Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = Sqlite.run(
                dir.resolve("app.db"),
                "CREATE TABLE t(a)",
                "INSERT INTO t " + Sqlite.rows(2000),
                "CREATE VIEW huge AS SELECT count(*) FROM t, t t2, t t3, t t4, t t5");
    }

    @Test
    void queryThatNeverEndsIsStoppedAndTheNextOneRuns() {
        Verification verification = Verified.of(file)
                .assertion(ENDLESS, "> 0")
                .assertion("SELECT * FROM huge", "> 0")
                .assertion("SELECT count(*) FROM t", "2000")
                .limit(Duration.ofMillis(500))
                .run();

        assertThat(verification.checks())
                .extracting(CheckOutcome::result)
                .containsExactly(PASSED, PASSED, INCONCLUSIVE, INCONCLUSIVE, PASSED);
        assertThat(verification.checks().get(2).detail()).isEqualTo("stopped at its time limit of 0.5 s");
    }

    @Test
    void queryThatNeverEndsBehindItsFirstRowIsStoppedToo() {
        String rowsWithoutEnd =
                "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x = 1";

        CheckOutcome outcome = Verified.of(file)
                .assertion(rowsWithoutEnd, "1")
                .limit(Duration.ofMillis(500))
                .outcome("assertion: a1");

        assertThat(outcome.result()).isEqualTo(INCONCLUSIVE);
    }

    /** SQLite checks for an interrupt between two steps, and this call is one step of half a minute. */
    @Test
    void oneCallThatDoesNotEndIsAbandonedAndTheRestDoesNotRun() {
        // each takes seconds, and SQLite checks the limit after none of them
        String call = Stream.of("u", "v", "w", "x", "y", "z")
                .map(end -> "instr(hex(zeroblob(500000)), hex(zeroblob(250000)) || '" + end + "')")
                .collect(Collectors.joining(" + ", "SELECT ", ""));
        long start = System.nanoTime();

        Verification verification = Verified.of(file)
                .assertion(call, "0")
                .assertion("SELECT 1", "1")
                .limit(Duration.ofMillis(200))
                .run();

        assertThat(verification.checks())
                .extracting(CheckOutcome::result)
                .containsExactly(PASSED, PASSED, INCONCLUSIVE, INCONCLUSIVE);
        assertThat(verification.checks().get(2).detail()).contains("time limit of 0.2 s", "left to itself");
        assertThat(verification.checks().get(3).detail()).contains("not run: a query before it does not end");
        assertThat(verification.contents()).as("read with the other connection").isPresent();
        assertThat(Thread.getAllStackTraces().keySet())
                .as("the call still runs, %d ms after its start", (System.nanoTime() - start) / 1_000_000)
                .anyMatch(thread -> thread.getName().equals("database-query"));
    }

    @Test
    void integrityCheckPastItsLimitIsInconclusive() throws SQLException {
        Sqlite.run(
                file,
                "CREATE TABLE big(a, b)",
                "INSERT INTO big SELECT x, randomblob(100) FROM (" + Sqlite.rows(300_000) + ")",
                "CREATE INDEX i ON big(b)");

        CheckOutcome outcome = Verified.of(file).limit(Duration.ofMillis(1)).outcome("integrity_check");

        assertThat(outcome.result()).isEqualTo(INCONCLUSIVE);
        assertThat(outcome.detail()).contains("time limit");
    }

    @Test
    void databaseLargerThanTheCacheIsChecked() throws SQLException {
        Sqlite.run(
                file,
                "CREATE TABLE big(a, b)",
                "INSERT INTO big SELECT x, randomblob(4000) FROM (" + Sqlite.rows(10_000) + ")");

        assertThat(Verified.of(file)
                        .assertion("SELECT count(*) FROM big", "10000")
                        .run()
                        .result())
                .isEqualTo(PASSED);
        assertThat(file.toFile().length()).isGreaterThan(32L << 20);
    }

    @Test
    void interruptStopsTheRunningQueryAndTheRestDoesNotRun() {
        CompletableFuture<Verification> result = new CompletableFuture<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            Verification verification = Verified.of(file)
                    .assertion(ENDLESS, "> 0")
                    .assertion("SELECT 1", "1")
                    .limit(Duration.ofHours(1))
                    .run();
            flag.set(Thread.currentThread().isInterrupted());
            result.complete(verification);
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("assertion")));

        thread.interrupt();

        assertThat(result.join().checks())
                .extracting(CheckOutcome::result)
                .containsExactly(PASSED, PASSED, INCONCLUSIVE, INCONCLUSIVE);
        assertThat(result.join().checks().get(3).detail()).contains("interrupted");
        assertThat(flag).isTrue();
    }

    @Test
    void threadThatIsInterruptedAlreadyRunsNothing() {
        Thread.currentThread().interrupt();

        Verification verification = Verified.of(file).assertion("SELECT 1", "1").run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(verification.result()).isEqualTo(INCONCLUSIVE);
        assertThat(verification.checks().subList(1, 3))
                .extracting(CheckOutcome::result)
                .containsOnly(INCONCLUSIVE);
    }
}
