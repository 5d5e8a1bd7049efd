package io.litedrill.fleet;

import static org.awaitility.Awaitility.await;

import io.litedrill.fleet.ClusterDaemons.Load;
import io.litedrill.history.Postgres;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the checks and drills of one daemon and of a cluster, on an S3 store that responds after 20 ms.
 * {@code bench/cluster --table} runs it, and writes the section into docs/benchmarks.md.
 */
class ClusterBench {
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("litedrill.cluster.seconds", 30));
    private static final Duration SETTLING = Duration.ofSeconds(Math.min(12, MEASURED.toSeconds()));
    private static final Duration WARM_UP = Duration.ofSeconds(90);
    private static final Duration DELAY = Duration.ofMillis(20);
    private static final int MOST_NODES = 3;
    private static final int SOME = 2;
    private static final Path SECTION = Path.of("target", "bench-cluster.md");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void measure() throws Exception {
        ClusterPage page = new ClusterPage(Machine.describe(), MEASURED, DELAY);
        FleetReplicas fleet =
                FleetReplicas.of(List.of(replica("wal/basic"), replica("ltx/basic")), ClusterDaemons.DATABASES);
        try (FleetServer server = new FleetServer(fleet, DELAY, database -> {});
                Postgres postgres = Postgres.start(folder)) {
            run(page, ClusterPage.ALONE, 1, new ClusterDaemons(folder(0), server.endpoint(), Optional.empty()));
            for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
                run(
                        page,
                        nodes + (nodes == 1 ? " node" : " nodes"),
                        nodes,
                        new ClusterDaemons(folder(nodes), server.endpoint(), Optional.of(postgres.schema())));
            }
        }
    }

    private Path folder(int run) {
        return folder.resolve("run-" + run);
    }

    private static void run(ClusterPage page, String name, int nodes, ClusterDaemons stopped) throws Exception {
        try (ClusterDaemons daemons = stopped) {
            daemons.start(nodes, Load.CHECKS);
            page.add(Load.CHECKS, measured(name, daemons, Load.CHECKS, daemons::isWarm));
            ClusterSample before = daemons.sample(Load.DRILLS);
            daemons.change(Load.DRILLS);
            page.add(Load.DRILLS, measured(name, daemons, Load.DRILLS, () -> isBusy(daemons, before)));
        }
        Files.writeString(SECTION, page.text());
    }

    /** Copies a golden replica with the current time. */
    private Path replica(String name) throws IOException {
        Path copy = folder.resolve(name);
        GoldenReplica.load(name).copyTo(copy, Instant.now().minusSeconds(60));
        return copy;
    }

    private static ClusterPage.Row measured(String name, ClusterDaemons daemons, Load load, Callable<Boolean> isWarm)
            throws Exception {
        boolean warm = true;
        try {
            await().atMost(WARM_UP)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(isWarm);
        } catch (ConditionTimeoutException slow) {
            warm = false;
        }
        FleetBench.pass(SETTLING);
        ClusterSample before = daemons.sample(load);
        FleetBench.pass(MEASURED);
        return new ClusterPage.Row(name, warm, daemons.sample(load).since(before));
    }

    /** Returns whether each daemon has done some drills since a sample. */
    private static boolean isBusy(ClusterDaemons daemons, ClusterSample before) throws Exception {
        return daemons.sample(Load.DRILLS).since(before).done().stream().allMatch(each -> each.jobs() >= SOME);
    }
}
