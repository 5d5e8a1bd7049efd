package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons as processes, from the packaged jar, on one real PostgreSQL. */
class ClusterIT {
    private static final int DATABASES = 60;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TAKEOVER = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Postgres postgres;
    private PostgresSettings settings;
    private ClusterNodes nodes;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(folder);
        settings = postgres.schema();
        nodes = new ClusterNodes(folder, settings, DATABASES - 1, INTERVAL);
    }

    @AfterEach
    void stop() throws Exception {
        nodes.close();
        postgres.close();
    }

    @Test
    void theNodesShareTheJobsAndTakeOverWhatADeadOneLeft() throws Exception {
        List<Http> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(nodes.start(name));
        }
        all.forEach(ClusterNodes::awaitMember);
        await().atMost(ClusterNodes.PATIENCE)
                .until(() -> ClusterNodes.checks(all).size() == DATABASES);
        Map<String, Integer> before = ClusterNodes.checks(all);
        long begun = System.nanoTime();
        await().atMost(ClusterNodes.PATIENCE).until(() -> System.nanoTime() - begun > INTERVAL.toNanos() * 2);
        Map<String, Integer> after = ClusterNodes.checks(all);
        long periods = (System.nanoTime() - begun) / INTERVAL.toNanos() + 1;
        assertThat(after)
                .hasSize(DATABASES)
                .allSatisfy((database, count) ->
                        assertThat(count - before.getOrDefault(database, 0)).isBetween(1, (int) periods + 1));
        for (Http node : all) {
            assertThat(ClusterNodes.total(node)).isGreaterThan(DATABASES / 6);
        }

        await().atMost(ClusterNodes.PATIENCE).until(() -> nodes.driller().isPresent());
        String dead = nodes.driller().orElseThrow();
        nodes.process(dead).kill();
        List<String> left = nodes.inScratch(dead);
        assertThat(left).isNotEmpty();
        await().atMost(TAKEOVER).until(() -> nodes.driller().isPresent());

        ClusterNodes.awaitMember(nodes.start(dead));
        await().atMost(ClusterNodes.PATIENCE)
                .untilAsserted(() -> assertThat(nodes.inScratch(dead)).doesNotContainAnyElementsOf(left));
    }

    /** A short form of the soak of {@code bench/cluster}. */
    @Test
    void noCheckIsMissingOrTwiceWhenNodesAreKilled() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            ClusterNodes.awaitMember(nodes.start(name));
        }
        Instant begun = Instant.now();

        for (String name : List.of("a", "b")) {
            nodes.process(name).kill();
            CheckTimes left = CheckTimes.read(settings, INTERVAL, TAKEOVER);
            Instant killed = Instant.now();
            // each database was checked since then, so the other nodes took over the databases of the dead node
            await().atMost(INTERVAL.plus(TAKEOVER).multipliedBy(2))
                    .until(() ->
                            CheckTimes.read(settings, INTERVAL, TAKEOVER).checkedSince(killed) == left.databases());
            ClusterNodes.awaitMember(nodes.start(name));
        }

        CheckTimes times = CheckTimes.read(settings, INTERVAL, TAKEOVER);
        CheckTimes.Counts counts = times.counts(begun, Instant.now());
        assertThat(times.databases()).isEqualTo(DATABASES);
        assertThat(counts.missed()).as(counts.toString()).isZero();
        assertThat(counts.twice()).as(counts.toString()).isZero();
    }
}
