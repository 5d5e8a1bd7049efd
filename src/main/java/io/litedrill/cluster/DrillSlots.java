package io.litedrill.cluster;

import io.litedrill.schedule.RunSlots;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the drills of all nodes together. Drills wait in one queue, which the shared database holds, and begin in its
 * order. A drill of a node that is not alive counts no more. Only {@link #settle} uses the database, in one thread at a
 * time; so no drill waits for a database that does not answer.
 */
final class DrillSlots implements RunSlots {
    private static final Logger LOG = LoggerFactory.getLogger(DrillSlots.class);
    private static final String LOCK = "LOCK TABLE cluster_drill_queue IN SHARE ROW EXCLUSIVE MODE";
    private static final String FORGET = "DELETE FROM cluster_drill_queue WHERE incarnation <> ? AND incarnation NOT IN"
            + " (SELECT incarnation FROM cluster_nodes WHERE seen_at > clock_timestamp() - make_interval(secs => "
            + NodeTable.ALIVE.toSeconds() + "))";
    private static final String LEAVE = "DELETE FROM cluster_drill_queue WHERE incarnation = ? AND NOT run = ANY (?)";
    private static final String ENTER = "INSERT INTO cluster_drill_queue (incarnation, run, running) VALUES (?, ?, ?)"
            + " ON CONFLICT (incarnation, run) DO UPDATE SET running = EXCLUDED.running";
    private static final String BEGIN = "UPDATE cluster_drill_queue SET running = true WHERE incarnation = ?"
            + " AND ticket IN (SELECT ticket FROM cluster_drill_queue WHERE NOT running ORDER BY ticket"
            + " LIMIT greatest(0, ? - (SELECT count(*) FROM cluster_drill_queue WHERE running))) RETURNING run";

    private final DataSource database;
    private final String process;
    private final int limit;
    private final Executor background;
    private final LongSupplier nanos;
    /** The drills of this node that wait or run, in the order of their requests: IDs of runs begin with the time. */
    private final Map<String, Drill> drills = new ConcurrentSkipListMap<>();

    private Optional<Long> failingSince = Optional.empty();
    private volatile boolean settled = true;

    /**
     * Creates an empty queue.
     *
     * @param process the ID of this process
     * @param limit the maximum number of drills of all nodes
     * @param background runs {@link #settle} when a drill comes or ends
     * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    DrillSlots(DataSource database, String process, int limit, Executor background, LongSupplier nanos) {
        this.database = database;
        this.process = process;
        this.limit = limit;
        this.background = background;
        this.nanos = nanos;
    }

    /** Describes a drill of this node, which runs once the latch is open. */
    private record Drill(String run, CountDownLatch begun) {
        boolean isRunning() {
            return begun.getCount() == 0;
        }
    }

    @Override
    public void take(String run, BooleanSupplier stopped) throws InterruptedException {
        Drill drill = new Drill(run, new CountDownLatch(1));
        drills.put(run, drill);
        settleSoon();
        // the interrupt of a later stop ends the wait
        if (!stopped.getAsBoolean()) {
            drill.begun().await();
        }
    }

    @Override
    public void free(String run) {
        drills.remove(run);
        settleSoon();
    }

    private void settleSoon() {
        settled = false;
        background.execute(this::settle);
    }

    /**
     * Stores which drills of this node wait, run and have ended, and lets those begin whose turn it is. Called every
     * few seconds too, as another node may have ended a drill. If it fails for as long as a silent node counts as
     * alive, the limit no longer holds: drills continue.
     */
    synchronized void settle() {
        if (settled && drills.isEmpty()) {
            return;
        }
        settled = true;
        try {
            store(List.copyOf(drills.values()));
            failingSince = Optional.empty();
        } catch (SQLException e) {
            settled = false;
            failed(e);
        }
    }

    private void failed(SQLException e) {
        LOG.debug("the drills of the cluster cannot be counted, which is tried again", e);
        long now = nanos.getAsLong();
        long since = failingSince.orElse(now);
        failingSince = Optional.of(since);
        if (now - since >= NodeTable.ALIVE.toNanos()) {
            drills.values().stream().filter(drill -> !drill.isRunning()).forEach(drill -> {
                LOG.warn(
                        "drill {} begins without the limit of the cluster, whose database fails: {}",
                        drill.run(),
                        e.getMessage());
                drill.begun().countDown();
            });
        }
    }

    private void store(List<Drill> known) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection);
                forget(connection, known);
                enter(connection, known);
                List<String> begun = begin(connection);
                connection.commit();
                begun.forEach(run -> Optional.ofNullable(drills.get(run))
                        .ifPresent(drill -> drill.begun().countDown()));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
        }
    }

    private void forget(Connection connection, List<Drill> known) throws SQLException {
        try (PreparedStatement others = connection.prepareStatement(FORGET);
                PreparedStatement ended = connection.prepareStatement(LEAVE)) {
            others.setString(1, process);
            others.executeUpdate();
            ended.setString(1, process);
            ended.setArray(
                    2,
                    connection.createArrayOf(
                            "text", known.stream().map(Drill::run).toArray()));
            ended.executeUpdate();
        }
    }

    /** Enters the drills of this node, also those that others forgot while it was frozen. */
    private void enter(Connection connection, List<Drill> known) throws SQLException {
        try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
            for (Drill drill : known) {
                enter.setString(1, process);
                enter.setString(2, drill.run());
                enter.setBoolean(3, drill.isRunning());
                enter.addBatch();
            }
            enter.executeBatch();
        }
    }

    private List<String> begin(Connection connection) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setString(1, process);
            begin.setInt(2, limit);
            List<String> begun = new ArrayList<>();
            try (ResultSet rows = begin.executeQuery()) {
                while (rows.next()) {
                    begun.add(rows.getString(1));
                }
            }
            return begun;
        }
    }
}
