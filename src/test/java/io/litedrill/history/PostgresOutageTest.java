package io.litedrill.history;

import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.json.SampleResults;
import io.litedrill.recover.Audit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops a real server, and starts it again. */
class PostgresOutageTest {
    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    private Postgres postgres;
    private PostgresSettings settings;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(folder);
        settings = postgres.schema();
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    private HistoryStore open() {
        return PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.fixed(NOON), nanos::get);
    }

    /** Repeats a check, ten seconds later each time: a loaded machine may take longer than one attempt waits. */
    private void untilWritten(HistoryStore store, CheckResult check) {
        await().until(() -> {
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            store.checks().accept(check);
            return store.status().pending() == 0;
        });
    }

    @Test
    void resultsOfAnOutageAreWrittenAfterwards() throws Exception {
        try (HistoryStore store = open()) {
            store.checks().accept(SampleResults.check(SHOP, NOON));
            assertThat(store.status()).isEqualTo(new HistoryStatus(true, 0, 0));
            postgres.stop();

            store.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            store.restores().accept(SampleResults.restored(SHOP, "r1", NOON));
            store.keep(new Audit.Attempt("oncall", "127.0.0.1", "shop", "restore", "202"));
            IntStream.rangeClosed(1, 90)
                    .forEach(i -> store.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60L * i))));
            assertThat(store.replicas().firstSeen(SHOP)).isEmpty();
            assertThat(store.replicas().agreedProofs(SHOP)).isEqualTo(Set.of());
            assertThat(store.everHeld(SHOP))
                    .as("it is not known, so it may have")
                    .isTrue();
            assertThatExceptionOfType(HistoryException.class).isThrownBy(() -> store.lastTimes(SHOP));
            assertThat(store.status()).isEqualTo(new HistoryStatus(false, 4, 0));
            assertThat(store.trouble()).isPresent();
            assertThat(store.replicas().trouble()).isPresent();

            postgres.restart();
            untilWritten(store, SampleResults.check(SHOP, NOON.plusSeconds(60L * 91)));

            assertThat(store.status()).isEqualTo(new HistoryStatus(true, 0, 0));
            assertThat(store.trouble()).isEmpty();
            assertThat(store.replicas().trouble()).isEmpty();
            assertThat(store.drills().byId("d1")).isPresent();
            assertThat(store.restores().byId("r1")).isPresent();
            assertThat(store.attempts(9)).hasSize(1);
            assertThat(store.replicas().firstSeen(SHOP)).contains(NOON);
            assertThat(store.checks().newest(SHOP)).contains(SampleResults.check(SHOP, NOON.plusSeconds(60L * 91)));
        }
    }

    @Test
    void aServerThatIsDownAtTheStartIsUsedOnceItIsUp() throws Exception {
        postgres.stop();
        try (HistoryStore store = open()) {
            store.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            assertThat(store.status().pending()).isEqualTo(1);

            postgres.restart();
            untilWritten(store, SampleResults.check(SHOP, NOON));

            assertThat(store.drills().byId("d1")).isPresent();
        }
    }

    /** Each attempt may take seconds, and the start of a daemon reads many rows. */
    @Test
    void aServerThatCannotCreateTheTablesIsAskedAgainOnlyAfterTenSeconds() throws Exception {
        postgres.execute("ALTER ROLE postgres SET default_transaction_read_only = on");
        try (HistoryStore store = open()) {
            assertThatExceptionOfType(HistoryException.class).isThrownBy(() -> store.lastTimes(SHOP));
            postgres.execute(
                    "COMMIT; BEGIN READ WRITE; ALTER ROLE postgres RESET default_transaction_read_only; COMMIT");

            assertThatExceptionOfType(HistoryException.class).isThrownBy(() -> store.lastTimes(SHOP));
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            assertThat(store.lastTimes(SHOP).drill()).isEmpty();
        }
    }

    @Test
    void ofMoreResultsThanFitTheOldestAreLostAndCounted() throws Exception {
        postgres.stop();
        try (HistoryStore store = open()) {
            IntStream.rangeClosed(1, 10_003)
                    .forEach(i -> store.drills().accept(SampleResults.passedDrill(SHOP, "d" + i, NOON)));
            assertThat(store.status()).isEqualTo(new HistoryStatus(false, 10_000, 3));

            postgres.restart();
        }
        try (HistoryStore store = open()) {
            assertThat(store.drills().byId("d3")).isEmpty();
            assertThat(store.drills().byId("d4"))
                    .as("written when the store was closed")
                    .isPresent();
            assertThat(store.drills().byId("d10003")).isPresent();
        }
    }
}
