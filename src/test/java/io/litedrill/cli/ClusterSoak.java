package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.fleet.Machine;
import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills nodes at random times for minutes, and counts the checks that are missing or duplicate:
 * {@code bench/cluster}.
 */
class ClusterSoak {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("litedrill.soak", 120));
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TAKEOVER = Duration.ofSeconds(30);
    private static final int DATABASES = 30;
    private static final Path SECTION = Path.of("target", "bench-cluster-soak.md");
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    @Test
    void noCheckIsMissingOrTwice() throws Exception {
        long seed = Long.getLong("litedrill.seed", System.nanoTime());
        String machine = Machine.describe();
        try (Postgres postgres = Postgres.start(folder)) {
            PostgresSettings settings = postgres.schema();
            try (ClusterNodes nodes = new ClusterNodes(folder, settings, DATABASES - 1, INTERVAL)) {
                for (String name : NAMES) {
                    ClusterNodes.awaitMember(nodes.start(name));
                }
                Instant begun = Instant.now();
                int kills = kill(nodes, new Random(seed), LENGTH);
                CheckTimes times = CheckTimes.read(settings, INTERVAL, TAKEOVER);
                CheckTimes.Counts counts = times.counts(begun, Instant.now());
                Files.writeString(SECTION, section(machine, seed, kills, counts));
                assertThat(times.databases()).isEqualTo(DATABASES);
                assertThat(counts.missed()).isZero();
                assertThat(counts.twice()).isZero();
            }
        }
    }

    /** Kills random nodes and starts them again, and returns how often. */
    private static int kill(ClusterNodes nodes, Random random, Duration length) throws Exception {
        Instant end = Instant.now().plus(length);
        int kills = 0;
        while (Instant.now().isBefore(end)) {
            pause(10 + random.nextInt(10));
            String name = NAMES.get(random.nextInt(NAMES.size()));
            nodes.process(name).kill();
            kills++;
            pause(1 + random.nextInt(10));
            nodes.start(name);
        }
        pause(TAKEOVER.toSeconds());
        return kills;
    }

    private static String section(String machine, long seed, int kills, CheckTimes.Counts counts) {
        Duration late = counts.longest().minus(INTERVAL);
        return String.format(
                Locale.ROOT,
                """
                ## A cluster whose nodes are killed

                Written by `bench/cluster`: %d nodes of the packaged jar with one real PostgreSQL check %d databases, each once in %d s.
                For %d min, a random node is killed (kill -9) and started again 1 to 10 s later, then 10 to 20 s pass. Seed %d.
                %s.

                | | |
                |---|---|
                | kills | %,d |
                | checks | %,d |
                | checks that came twice | %,d |
                | checks missed: none of a database for %d s | %,d |
                | longest time without a check of a database | %.1f s |
                | the longest takeover: that time without the interval | %.1f s |
                """,
                NAMES.size(),
                DATABASES,
                INTERVAL.toSeconds(),
                LENGTH.toMinutes(),
                seed,
                machine,
                kills,
                counts.jobs(),
                counts.twice(),
                INTERVAL.plus(TAKEOVER).toSeconds(),
                counts.missed(),
                counts.longest().toMillis() / 1e3,
                Math.max(0, late.toMillis()) / 1e3);
    }

    private static void pause(long seconds) {
        Instant end = Instant.now().plusSeconds(seconds);
        await().atMost(Duration.ofSeconds(seconds + 30))
                .until(() -> Instant.now().isAfter(end));
    }
}
