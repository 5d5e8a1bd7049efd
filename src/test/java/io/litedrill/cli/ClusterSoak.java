package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills nodes at random times for minutes, and looks for checks that are missing or twice: {@code bench/cluster}. */
class ClusterSoak {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("litedrill.soak", 120));
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TAKEOVER = Duration.ofSeconds(30);
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    @Test
    void noCheckIsMissingOrTwice() throws Exception {
        long seed = Long.getLong("litedrill.seed", System.nanoTime());
        try (Postgres postgres = Postgres.start(folder)) {
            PostgresSettings settings = postgres.schema();
            try (ClusterNodes nodes = new ClusterNodes(folder, settings, 29, INTERVAL)) {
                for (String name : NAMES) {
                    ClusterNodes.awaitMember(nodes.start(name));
                }
                int kills = kill(nodes, new Random(seed));
                report(checks(settings), kills, seed);
            }
        }
    }

    private static int kill(ClusterNodes nodes, Random random) throws Exception {
        Instant end = Instant.now().plus(LENGTH);
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

    private static void pause(long seconds) {
        Instant end = Instant.now().plusSeconds(seconds);
        await().atMost(Duration.ofSeconds(seconds + 30))
                .until(() -> Instant.now().isAfter(end));
    }

    private static Map<String, List<Instant>> checks(PostgresSettings settings) throws SQLException {
        Map<String, List<Instant>> checks = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(settings.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CAST(document AS json) ->> 'database', at FROM feed"
                        + " WHERE kind = 'checks' ORDER BY at")) {
            while (rows.next()) {
                checks.computeIfAbsent(rows.getString(1), added -> new ArrayList<>())
                        .add(rows.getTimestamp(2).toInstant());
            }
        }
        return checks;
    }

    private static void report(Map<String, List<Instant>> checks, int kills, long seed) {
        int jobs = 0;
        int twice = 0;
        int missed = 0;
        Duration longest = Duration.ZERO;
        for (List<Instant> times : checks.values()) {
            jobs += times.size();
            for (int i = 1; i < times.size(); i++) {
                Duration gap = Duration.between(times.get(i - 1), times.get(i));
                // a slot within a quarter of the interval after the last run is skipped
                twice += gap.compareTo(INTERVAL.dividedBy(8)) < 0 ? 1 : 0;
                missed += gap.compareTo(INTERVAL.plus(TAKEOVER)) > 0 ? 1 : 0;
                longest = gap.compareTo(longest) > 0 ? gap : longest;
            }
        }
        System.out.println(
                "soak of " + LENGTH + " (seed " + seed + "): " + kills + " kills, " + jobs + " checks, " + twice
                        + " twice, " + missed + " missed, longest time between two checks of a database " + longest
                        + " at an interval of " + INTERVAL);
        assertThat(checks).hasSize(30);
        assertThat(missed).isZero();
        assertThat(twice).isZero();
    }
}
