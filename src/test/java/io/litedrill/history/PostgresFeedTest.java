package io.litedrill.history;

import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.json.ResultJson;
import io.litedrill.json.SampleResults;
import io.litedrill.recover.RestoreReport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two processes with one real server read each other's results, and share values. */
class PostgresFeedTest {
    @RegisterExtension
    private static final PostgresServer POSTGRES = new PostgresServer();

    private HistoryStore first;
    private HistoryStore second;
    private final Seen seen = new Seen();

    /** Collects results by their IDs. */
    private static final class Seen implements ResultListener {
        private final List<String> results = new ArrayList<>();

        @Override
        public void check(CheckResult result) {
            results.add("check " + result.run().at());
        }

        @Override
        public void drill(DrillResult result) {
            results.add("drill " + result.run().runId());
        }

        @Override
        public void scrub(ScrubResult result) {
            results.add("scrub " + result.run().runId());
        }

        @Override
        public void restore(RestoreReport report) {
            results.add("restore " + report.run().runId());
        }
    }

    @BeforeEach
    void open() throws Exception {
        first = PostgresHistory.open(POSTGRES.settings(), Retention.DEFAULT, InstantSource.fixed(NOON), "a");
        second = PostgresHistory.open(POSTGRES.settings(), Retention.DEFAULT, InstantSource.fixed(NOON), "b");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private List<String> polled() {
        seen.results.clear();
        assertThat(second.feed().poll(seen)).isTrue();
        return List.copyOf(seen.results);
    }

    @Test
    void aProcessReadsEachResultOfTheOtherOnceAndNoneOfItsOwn() {
        first.drills().accept(SampleResults.passedDrill(SHOP, "before", NOON));
        assertThat(polled()).as("the history has these").isEmpty();

        first.checks().accept(SampleResults.check(SHOP, NOON));
        first.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        first.scrubs().accept(SampleResults.scrub(SHOP, "s1", NOON));
        first.restores().accept(SampleResults.restored(SHOP, "r1", NOON));
        second.drills().accept(SampleResults.passedDrill(SHOP, "own", NOON));
        assertThat(polled()).containsExactly("check " + NOON, "drill d1", "scrub s1", "restore r1");
        assertThat(polled()).isEmpty();

        // the state equals that of the previous check, so its row is replaced
        first.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60)));
        assertThat(polled()).containsExactly("check " + NOON.plusSeconds(60));
    }

    @Test
    void aResultOfATransactionThatCommitsLateIsNotMissed() throws Exception {
        assertThat(polled()).isEmpty();
        try (Connection slow = DriverManager.getConnection(POSTGRES.settings().url());
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO feed (origin, kind, document) SELECT 'slow', 'drills', '"
                    + ResultJson.drill(SampleResults.passedDrill(SHOP, "late", NOON))
                            .compact()
                            .replace("'", "''")
                    + "'");
            first.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            assertThat(polled()).containsExactly("drill d1");
            first.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON));
            assertThat(polled()).containsExactly("drill d2");
            slow.commit();
        }
        assertThat(polled()).containsExactly("drill late");
        assertThat(polled()).isEmpty();
    }

    @Test
    void storedResultsHaveTheNameOfTheNode() {
        first.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        second.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON.plusSeconds(1)));
        assertThat(first.drills().storedPage("shop", Page.newest(10)))
                .extracting(ResultStore.Stored::node)
                .containsExactly(Optional.of("b"), Optional.of("a"));
        assertThat(second.drills().storedById("d1"))
                .flatMap(ResultStore.Stored::node)
                .contains("a");
    }

    @Test
    void oneProcessAtATimeChangesASharedValue() throws Exception {
        SharedStates mine = first.states().orElseThrow();
        SharedStates other = second.states().orElseThrow();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> mine.change("k", before -> {
            assertThat(before).isEmpty();
            inside.countDown();
            await(release);
            return Optional.of("1");
        }));
        await(inside);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() ->
                other.change("k", before -> before.map(value -> value + "2").or(() -> Optional.of("none"))));
        assertThat(other.read("k")).isEmpty();
        release.countDown();
        CompletableFuture.allOf(slow, waiting).join();
        assertThat(mine.read("k")).contains("12");

        mine.change("k", before -> Optional.empty());
        assertThat(other.read("k")).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
