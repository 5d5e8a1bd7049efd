package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.ClusterDatabase;
import io.litedrill.history.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several schedulers on one real PostgreSQL. */
class ClusterSchedulerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private static final PostgresServer POSTGRES = new PostgresServer();

    private final Collection<ClusterDatabase> databases = new ConcurrentLinkedQueue<>();
    private final Collection<Scheduler> schedulers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        schedulers.forEach(scheduler -> scheduler.close(Duration.ofSeconds(5)));
        databases.forEach(ClusterDatabase::close);
    }

    private Scheduler node(String name) {
        return node(name, RunSlots.UNLIMITED);
    }

    private Scheduler node(String name, RunSlots drills) {
        return node(name, drills, HOUR);
    }

    private DataSource connections() {
        ClusterDatabase database = ClusterDatabase.open(POSTGRES.settings());
        databases.add(database);
        database.migrate();
        return database.connections();
    }

    private Scheduler node(String name, RunSlots drills, Duration drillLimit) {
        Scheduler scheduler = new Scheduler(
                new SchedulerSettings(2, 1, HOUR, drillLimit, Duration.ZERO),
                InstantSource.system(),
                RunListener.NONE,
                Optional.of(new ClusterSettings(name, "1", connections(), drills)));
        schedulers.add(scheduler);
        return scheduler;
    }

    private static ScheduledDatabase database(String name, Job check, Job drill, Set<String> nodes) {
        return new ScheduledDatabase(
                name,
                new ScheduledDatabase.Jobs(check, drill, (runId, cancellation) -> {}),
                new Timing(new Cadence.Every(HOUR), new Cadence.Every(HOUR)),
                new ScheduledDatabase.Last(Optional.empty(), Optional.empty()),
                nodes);
    }

    /** A finished check. */
    private record Checked(String node, String database) {}

    private static List<ScheduledDatabase> sixty(String node, Collection<Checked> runs) {
        return IntStream.range(0, 60)
                .mapToObj(i -> "db" + i)
                .map(name -> database(
                        name,
                        (runId, cancellation) -> runs.add(new Checked(node, name)),
                        (runId, cancellation) -> {},
                        Set.of()))
                .toList();
    }

    @Test
    void eachJobRunsOnceOnOneOfTheNodes() {
        Collection<Checked> runs = new ConcurrentLinkedQueue<>();
        List<Scheduler> nodes = List.of(node("a"), node("b"), node("c"));
        int next = 0;
        for (String name : List.of("a", "b", "c")) {
            nodes.get(next++).start(sixty(name, runs));
        }

        nodes.forEach(Scheduler::share);

        await().atMost(PATIENCE).until(() -> runs.size() >= 60);
        Map<String, Long> byNode = runs.stream().collect(Collectors.groupingBy(Checked::node, Collectors.counting()));
        assertThat(runs.stream().map(Checked::database)).doesNotHaveDuplicates();
        assertThat(byNode)
                .hasSize(3)
                .allSatisfy((name, count) -> assertThat(count).isGreaterThan(5));
    }

    @Test
    void anotherNodeTakesOverWhatAClosedOneLeft() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Collection<String> ends = new ConcurrentLinkedQueue<>();
        Job check = (runId, cancellation) -> {};
        Scheduler first = node("a");
        first.start(List.of(database(
                "app",
                check,
                (runId, cancellation) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                },
                Set.of())));
        first.share();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        Scheduler second = node("b");
        second.start(List.of(database("app", check, (runId, cancellation) -> ends.add("b"), Set.of())));
        second.share();

        first.close(Duration.ofSeconds(5));

        await().atMost(Duration.ofSeconds(30)).until(() -> !ends.isEmpty());
        assertThat(ends).containsExactly("b");
    }

    /** Waits like a read that cannot be interrupted. */
    private static void hang(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                // continues to wait
            }
        }
    }

    /** Otherwise a few stores that do not respond would stop the drills of all nodes. */
    @Test
    void aDrillThatHangsFreesItsSlot() {
        Collection<String> freed = new ConcurrentLinkedQueue<>();
        RunSlots slots = new RunSlots() {
            @Override
            public void take(String run, BooleanSupplier stopped) {}

            @Override
            public void free(String run) {
                freed.add(run);
            }
        };
        CountDownLatch end = new CountDownLatch(1);
        Collection<String> runs = new ConcurrentLinkedQueue<>();
        Scheduler node = node("a", slots, Duration.ofMillis(200));
        node.start(List.of(database(
                "app",
                (runId, cancellation) -> {},
                (runId, cancellation) -> {
                    runs.add(runId);
                    hang(end);
                },
                Set.of())));
        node.share();

        await().atMost(PATIENCE).until(() -> !freed.isEmpty());
        assertThat(freed).containsAnyElementsOf(runs);
        end.countDown();
    }

    @Test
    void aDrillThatWaitsForTheOthersIsQueuedUntilTheSchedulerIsClosed() {
        RunSlots full = new RunSlots() {
            @Override
            public void take(String run, BooleanSupplier stopped) throws InterruptedException {
                new CountDownLatch(1).await();
            }

            @Override
            public void free(String run) {}
        };
        Collection<String> runs = new ConcurrentLinkedQueue<>();
        Scheduler node = node("a", full);
        node.start(List.of(drilled("app", (runId, cancellation) -> runs.add(runId))));
        node.share();
        await().atMost(PATIENCE).until(() -> !node.running().isEmpty());

        assertThat(node.running()).allSatisfy(run -> assertThat(run.state()).isEqualTo(JobState.QUEUED));
        assertThat(node.close(Duration.ofSeconds(5))).isEmpty();
        assertThat(runs).isEmpty();
    }

    @Test
    void aNodeRunsAloneWhileTheDatabaseIsDown() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        Scheduler node = node("a");
        node.start(List.of(new ScheduledDatabase(
                "app",
                (runId, cancellation) -> checks.incrementAndGet(),
                (runId, cancellation) -> {},
                new Timing(new Cadence.Every(Duration.ofMillis(300)), new Cadence.Never()),
                Optional.empty())));
        node.share();
        await().atMost(PATIENCE).until(() -> checks.get() > 3);

        POSTGRES.server().stop();
        try {
            node.runAlone(Set.of("a"));
            int before = checks.get();
            await().atMost(PATIENCE).until(() -> checks.get() > before + 3);
        } finally {
            POSTGRES.server().restart();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            node.share();
            int before = checks.get();
            await().atMost(Duration.ofSeconds(5)).until(() -> checks.get() > before + 3);
        });
    }

    @Test
    void aDatabaseOfNamedNodesRunsOnlyThere() {
        Map<String, Collection<String>> runs = new ConcurrentHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            runs.put(name, new ConcurrentLinkedQueue<>());
            Scheduler node = node(name);
            Job check = (runId, cancellation) -> {};
            List<ScheduledDatabase> all = new ArrayList<>();
            IntStream.range(0, 10)
                    .forEach(i -> all.add(database(
                            "two" + i,
                            (runId, cancellation) -> runs.get(name).add("two" + i),
                            check,
                            Set.of("a", "b"))));
            all.add(database("one", (runId, cancellation) -> runs.get(name).add("one"), check, Set.of("c")));
            node.start(all);
            node.share();
        }

        await().atMost(PATIENCE)
                .until(() -> runs.values().stream().mapToInt(Collection::size).sum() >= 11);

        assertThat(runs.get("c")).containsExactly("one");
        assertThat(runs.get("a")).doesNotContain("one");
        assertThat(runs.get("b")).doesNotContain("one");
    }

    /** Returns the groups of the triggers for the drills of a database. */
    private List<String> triggers(String database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(POSTGRES.settings().url());
                PreparedStatement query = connection.prepareStatement("SELECT trigger_group FROM quartz_triggers"
                        + " WHERE sched_name = 'drill' AND trigger_name = ?")) {
            query.setString(1, database);
            List<String> groups = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    groups.add(rows.getString(1));
                }
            }
            return groups;
        }
    }

    private static ScheduledDatabase drilled(String name, Job drill) {
        return database(name, (runId, cancellation) -> {}, drill, Set.of());
    }

    /** Each node searches for databases at its own times, so only some of the nodes may know one. */
    @Test
    void aNodeLeavesTheDrillOfADatabaseThatItDoesNotHaveToOneThatHasIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Collection<String> drills = new ConcurrentLinkedQueue<>();
        ScheduledDatabase busy = drilled("busy", (runId, cancellation) -> {
            begun.countDown();
            end.await();
        });
        Scheduler able = node("able");
        able.start(List.of(busy));
        able.share();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        able.replace(List.of(busy, drilled("found", (runId, cancellation) -> drills.add("found"))));
        Scheduler unable = node("unable");
        unable.start(List.of(drilled("busy", (runId, cancellation) -> {})));

        unable.share();
        await().atMost(PATIENCE).until(() -> triggers("found").contains("passed on"));
        end.countDown();

        await().atMost(PATIENCE).until(() -> !drills.isEmpty());
        await().atMost(PATIENCE).until(() -> triggers("found").equals(List.of("regular")));
        assertThat(drills).containsExactly("found");
    }

    /** A database that was removed from the configuration, or that is no longer found. */
    @Test
    void theTriggerOfADatabaseThatNoNodeHasIsDropped() throws Exception {
        Scheduler node = node("a");
        node.start(List.of(drilled("app", (runId, cancellation) -> {})));
        SharedTimes removed = new SharedTimes(
                JobKind.DRILL,
                new SharedStore(new ClusterSettings("b", "1", connections(), RunSlots.UNLIMITED)),
                new Places(1, "test"),
                firing -> {});
        removed.add("removed", Set.of());
        removed.at(Instant.now(), "removed");
        assertThat(triggers("removed")).containsExactly("regular");

        node.share();

        await().atMost(PATIENCE).until(() -> triggers("removed").isEmpty());
    }
}
