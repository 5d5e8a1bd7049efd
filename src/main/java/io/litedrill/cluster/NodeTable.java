package io.litedrill.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Reads and writes the table of the nodes. */
final class NodeTable {
    /** The time after the last heartbeat for which a node counts as alive. */
    static final Duration ALIVE = Duration.ofSeconds(15);

    /** One heartbeat at a time, so that two nodes that start together read each other. */
    private static final String ALONE = "LOCK TABLE cluster_nodes IN SHARE ROW EXCLUSIVE MODE";

    private static final String NODES = "SELECT name, incarnation, version, seen_at,"
            + " seen_at > clock_timestamp() - make_interval(secs => " + ALIVE.toSeconds() + ") AS alive,"
            + " md5(configuration) AS checksum, runs FROM cluster_nodes ORDER BY name";
    private static final String BEAT = "INSERT INTO cluster_nodes"
            + " (name, incarnation, version, configuration, runs, started_at, seen_at)"
            + " VALUES (?, ?, ?, ?, ?, clock_timestamp(), clock_timestamp())"
            + " ON CONFLICT (name) DO UPDATE SET runs = EXCLUDED.runs, seen_at = clock_timestamp(), version = EXCLUDED.version,"
            + " configuration = EXCLUDED.configuration, incarnation = EXCLUDED.incarnation, started_at ="
            + " CASE WHEN cluster_nodes.incarnation = EXCLUDED.incarnation THEN cluster_nodes.started_at"
            + " ELSE EXCLUDED.started_at END";
    private static final String FORGET =
            "DELETE FROM cluster_nodes WHERE seen_at < clock_timestamp() - make_interval(days => 1)";

    private final DataSource database;
    private final InstantSource clock;
    private final Map<String, ConfigurationDigest> digests = new ConcurrentHashMap<>();

    NodeTable(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Holds the result of a heartbeat.
     *
     * @param nodes the nodes before it
     * @param accepted whether this node is in the table now
     * @param clock the difference between the clocks of this machine and of the server
     */
    record Beat(List<ClusterNode> nodes, boolean accepted, ClockDifference clock) {}

    /**
     * Records that this node is alive, if the other nodes permit it.
     *
     * @param runs what the other nodes can read of its runs
     * @param accept decides by the nodes in the table
     */
    Beat beat(NodeIdentity node, ConfigurationDigest configuration, String runs, Predicate<List<ClusterNode>> accept)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            ClockDifference difference = difference(connection);
            connection.setAutoCommit(false);
            try {
                execute(connection, ALONE);
                List<ClusterNode> nodes = nodes(connection);
                boolean accepted = accept.test(nodes);
                if (accepted) {
                    write(connection, node, configuration, runs);
                    execute(connection, FORGET);
                }
                connection.commit();
                return new Beat(nodes, accepted, difference);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private ClockDifference difference(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Instant before = clock.instant();
            try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
                row.next();
                return ClockDifference.of(before, time(row, 1), clock.instant());
            }
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static List<ClusterNode> nodes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NODES)) {
            List<ClusterNode> nodes = new ArrayList<>();
            while (rows.next()) {
                nodes.add(new ClusterNode(
                        new NodeIdentity(rows.getString(1), rows.getString(2), rows.getString(3)),
                        time(rows, 4),
                        rows.getBoolean(5),
                        rows.getString(6),
                        rows.getString(7)));
            }
            return nodes;
        }
    }

    private static void write(Connection connection, NodeIdentity node, ConfigurationDigest configuration, String runs)
            throws SQLException {
        try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
            beat.setString(1, node.name());
            beat.setString(2, node.process());
            beat.setString(3, node.version());
            beat.setString(4, configuration.text());
            beat.setString(5, runs);
            beat.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the configuration of a node; empty if the node left, or has read another one meanwhile. */
    Optional<ConfigurationDigest> configuration(ClusterNode node) throws SQLException {
        Optional<ConfigurationDigest> known = Optional.ofNullable(digests.get(node.checksum()));
        return known.isPresent() ? known : read(node);
    }

    private Optional<ConfigurationDigest> read(ClusterNode node) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT configuration FROM cluster_nodes WHERE name = ? AND md5(configuration) = ?")) {
            query.setString(1, node.identity().name());
            query.setString(2, node.checksum());
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                ConfigurationDigest digest = ConfigurationDigest.parse(rows.getString(1));
                digests.keySet().removeIf(old -> digests.size() > 20);
                digests.put(node.checksum(), digest);
                return Optional.of(digest);
            }
        }
    }

    /** Removes this node, so that the others need not wait for it. */
    void leave(NodeIdentity node) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM cluster_nodes WHERE name = ? AND incarnation = ?")) {
            delete.setString(1, node.name());
            delete.setString(2, node.process());
            delete.executeUpdate();
        }
    }
}
