package io.litedrill.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.ClusterDatabase;
import io.litedrill.history.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes with a limit of one drill, on one real PostgreSQL. */
class DrillSlotsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    private static final PostgresServer POSTGRES = new PostgresServer();

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<String> begun = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private ClusterDatabase database;
    private DrillSlots a;
    private DrillSlots b;

    @BeforeEach
    void open() throws Exception {
        database = ClusterDatabase.open(POSTGRES.settings());
        database.migrate();
        for (String node : List.of("a", "b")) {
            execute("INSERT INTO cluster_nodes VALUES ('" + node + "', '" + node + "', '1', '', now(), now())");
        }
        a = new DrillSlots(database.connections(), "a", 1, Runnable::run, nanos::get);
        b = new DrillSlots(database.connections(), "b", 1, Runnable::run, nanos::get);
    }

    @AfterEach
    void close() {
        threads.forEach(Thread::interrupt);
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(POSTGRES.settings().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Starts a drill in a new thread, and waits until it runs or waits. */
    private Thread drill(DrillSlots node, String run) {
        Thread thread = new Thread(() -> {
            try {
                node.take(run, () -> false);
                begun.add(run);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(thread);
        thread.start();
        await().atMost(PATIENCE).until(() -> begun.contains(run) || thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private void awaitBegun(String... runs) {
        await().atMost(PATIENCE).until(() -> List.copyOf(begun).equals(List.of(runs)));
    }

    @Test
    void drillsOfAllNodesBeginInTheOrderInWhichTheyCame() {
        drill(a, "first");
        drill(b, "second");
        drill(a, "third");
        assertThat(begun).containsExactly("first");

        a.free("first");
        a.settle();
        assertThat(begun).as("not its turn").containsExactly("first");
        b.settle();
        awaitBegun("first", "second");
        b.free("second");
        a.settle();
        awaitBegun("first", "second", "third");
    }

    @Test
    void aDrillThatIsStoppedLeavesTheQueue() throws Exception {
        drill(a, "first");
        Thread stopped = drill(b, "second");
        stopped.interrupt();
        stopped.join(PATIENCE.toMillis());
        b.free("second");
        drill(b, "third");

        a.free("first");
        b.settle();

        awaitBegun("first", "third");
    }

    @Test
    void aDrillOfADeadNodeCountsNoMore() throws Exception {
        drill(a, "first");
        drill(b, "second");
        execute("UPDATE cluster_nodes SET seen_at = now() - interval '20 seconds' WHERE name = 'a'");

        b.settle();

        awaitBegun("first", "second");
    }

    @Test
    void aFailureOfTheDatabaseLiftsTheLimitOnlyWhenItLasts() throws Exception {
        drill(a, "first");
        execute("ALTER TABLE cluster_drill_queue RENAME TO gone");
        drill(b, "second");
        nanos.addAndGet(Duration.ofSeconds(14).toNanos());
        b.settle();
        assertThat(begun).containsExactly("first");

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        b.settle();

        awaitBegun("first", "second");
        execute("ALTER TABLE gone RENAME TO cluster_drill_queue");
        b.settle();
        drill(b, "third");
        assertThat(begun).as("the two that run count again").containsExactly("first", "second");
    }
}
