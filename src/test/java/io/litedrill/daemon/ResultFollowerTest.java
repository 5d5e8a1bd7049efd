package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.ReplicaId;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import io.litedrill.json.SampleResults;
import io.litedrill.metrics.Metrics;
import io.litedrill.metrics.Monitor;
import io.litedrill.notify.Notifier;
import io.litedrill.notify.SentStates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with one real server. */
class ResultFollowerTest {
    private static final Monitor MONITOR = new Monitor(
            "0",
            () -> OptionalLong.of(1),
            Map::of,
            () -> new Monitor.Configuration(true, SampleResults.NOON),
            () -> Monitor.History.NONE);

    /** Loads the history of one replica. */
    private record LoadAgain(HistorySync sync, ReplicaId id) implements ResultFollower.Reload {
        @Override
        public void all() {
            sync.of(id);
        }

        @Override
        public void missing() {
            sync.missing();
        }
    }

    @TempDir
    Path folder;

    /** The position in the feed is stored during the outage, or before it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnOutageKeptFromBeingLoadedIsLoadedAfterIt(boolean startsInOutage) throws Exception {
        ReplicaId shop = SampleResults.SHOP;
        try (Postgres postgres = Postgres.start(folder)) {
            PostgresSettings settings = postgres.schema();
            try (HistoryStore other = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system(), "a")) {
                other.drills().accept(SampleResults.passedDrill(shop, "run-1", SampleResults.NOON));
            }
            if (startsInOutage) {
                postgres.stop();
            }
            try (HistoryStore history = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system(), "b");
                    Metrics metrics = new Metrics(MONITOR)) {
                ResultPublisher results = new ResultPublisher(
                        metrics,
                        Optional.of(history),
                        new Notifier(Map.of(), SentStates.in(Optional.empty()), InstantSource.system()));
                HistorySync sync = new HistorySync(Optional.of(history), metrics, results, id -> true);
                ResultFollower follower =
                        new ResultFollower(history.feed(), results.followed(), new LoadAgain(sync, shop));
                follower.mark();
                if (!startsInOutage) {
                    postgres.stop();
                }
                assertThat(sync.of(shop)).isEqualTo(HistorySync.NOTHING);
                assertThat(results.latestDrill(shop)).isEmpty();

                postgres.restart();
                follower.start();

                await().atMost(Duration.ofSeconds(60))
                        .until(() -> results.latestDrill(shop).isPresent());
                follower.close();
            }
        }
    }
}
