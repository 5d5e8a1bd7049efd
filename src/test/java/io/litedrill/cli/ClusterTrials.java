package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresSettings;
import io.litedrill.storage.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that take too long for every build: {@code bench/cluster}. */
class ClusterTrials {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("litedrill.outage", 120));

    @TempDir
    Path folder;

    private Postgres postgres;
    private PostgresSettings settings;
    private ClusterNodes nodes;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(folder);
        settings = postgres.schema();
        nodes = new ClusterNodes(folder, settings, 9, Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() throws Exception {
        nodes.close();
        postgres.close();
    }

    private List<Http> startAll() throws Exception {
        List<Http> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(nodes.start(name));
        }
        all.forEach(ClusterNodes::awaitMember);
        return all;
    }

    @Test
    void aFrozenNodeDropsWhatAnotherHasDoneMeanwhile() throws Exception {
        startAll();
        await().atMost(PATIENCE).until(() -> nodes.driller().isPresent());
        String frozen = nodes.driller().orElseThrow();

        nodes.process(frozen).signal("STOP");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> nodes.drillers().stream().anyMatch(node -> !node.equals(frozen)));
        nodes.process(frozen).signal("CONT");

        await().atMost(PATIENCE)
                .until(() -> nodes.process(frozen)
                        .log()
                        .matches("(?s).*drill of " + ClusterNodes.SLOW + " .* is stopped: this process did not.*"));
        await().atMost(PATIENCE).until(() -> !nodes.drillers().contains(frozen));
        assertThat(nodes.process(frozen).log()).doesNotContain("drill " + ClusterNodes.SLOW);
        assertThat(nodes.drillers()).hasSize(1);
    }

    @Test
    void theNodesGoOnWhilePostgresIsDown() throws Exception {
        List<Http> all = startAll();
        postgres.stop();
        try {
            for (Http node : all) {
                await().atMost(PATIENCE).until(() -> ClusterNodes.cluster(node).contains("without the others"));
                int before = ClusterNodes.total(node);
                await().atMost(PATIENCE).until(() -> ClusterNodes.total(node) > before + 20);
            }
            long begun = System.nanoTime();
            await().atMost(OUTAGE.multipliedBy(2)).until(() -> System.nanoTime() - begun > OUTAGE.toNanos());
        } finally {
            postgres.restart();
        }
        all.forEach(ClusterNodes::awaitMember);
        int before = ClusterNodes.checks(all).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        await().atMost(PATIENCE)
                .until(() -> ClusterNodes.checks(all).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        > before + 20);
    }

    @Test
    void aNodeThatIsCutOffGoesOnAlone() throws Exception {
        int port = Integer.parseInt(settings.url().replaceFirst(".*:([0-9]+)/.*", "$1"));
        Http connected = nodes.start("a");
        try (FaultProxy proxy = new FaultProxy(port)) {
            String url = settings.url()
                    .replace(":" + port + "/", ":" + proxy.endpoint().getPort() + "/");
            Http cut = nodes.start("b", url);
            ClusterNodes.awaitMember(connected);
            ClusterNodes.awaitMember(cut);

            proxy.behave(new FaultProxy.Fault.Stall(0));
            await().atMost(PATIENCE).until(() -> nodes.process("b").log().contains("this node runs all checks"));
            int before = ClusterNodes.total(cut);
            await().atMost(PATIENCE).until(() -> ClusterNodes.total(cut) > before + 20);
            assertThat(ClusterNodes.cluster(connected)).contains("\"ready\":true");

            proxy.behave(new FaultProxy.Fault.None());
            ClusterNodes.awaitMember(cut);
        }
    }
}
