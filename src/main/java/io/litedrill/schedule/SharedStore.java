package io.litedrill.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.spi.JobStore;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Stores the triggers of Quartz in PostgreSQL, for all processes of a cluster. */
final class SharedStore {
    /** The time after which a process searches for triggers that others have set. */
    static final Duration IDLE = Duration.ofSeconds(5);

    /** Quartz adds 7.5 s, so a process is given up after 10 s. */
    private static final Duration CHECK_IN = Duration.ofMillis(2500);

    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final int MOST_CAUSES = 20;
    private static final String PREFIX = "quartz_";
    private static final String DUE = "SELECT trigger_name, next_fire_time, trigger_state FROM quartz_triggers"
            + " WHERE sched_name = ? AND trigger_group = ?";
    private static final String PROCESSES = "SELECT instance_name FROM quartz_scheduler_state WHERE sched_name = ?";
    private static final String FIRINGS =
            "SELECT entry_id FROM quartz_fired_triggers WHERE sched_name = ? AND instance_name = ?";

    private final String process;
    private final DataSource database;
    private final String provider = "litedrill-" + UUID.randomUUID();

    SharedStore(ClusterSettings cluster) {
        this.process = cluster.node() + "/" + cluster.process();
        this.database = cluster.database();
        DBConnectionManager.getInstance().addConnectionProvider(provider, new Provider(database));
    }

    /**
     * Describes the trigger of a job.
     *
     * @param next when it fires
     * @param running whether a run of this job is active in some process
     */
    record Due(Instant next, boolean running) {}

    /** Returns the name of this process in the store. */
    String process() {
        return process;
    }

    /** Returns a new store for a Quartz scheduler. */
    JobStore jobStore() {
        try {
            JobStoreTX store = new JobStoreTX();
            store.setDataSource(provider);
            store.setDriverDelegateClass(PostgreSQLDelegate.class.getName());
            store.setTablePrefix(PREFIX);
            store.setUseProperties(String.valueOf(true));
            store.setIsClustered(true);
            store.setClusterCheckinInterval(CHECK_IN.toMillis());
            store.setDbRetryInterval(RETRY.toMillis());
            store.setMakeThreadsDaemons(true);
            return store;
        } catch (InvalidConfigurationException e) {
            throw new IllegalStateException("Quartz has no delegate for PostgreSQL", e);
        }
    }

    /**
     * Returns whether a change failed for its own values (SQLSTATE 22 and 23), or in Quartz. Every other failure may
     * concern all changes.
     */
    static boolean isRefusal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .filter(SQLException.class::isInstance)
                .map(each -> String.valueOf(((SQLException) each).getSQLState()))
                .allMatch(state -> state.startsWith("22") || state.startsWith("23"));
    }

    /** Returns the regular triggers of a scheduler by job. */
    Map<String, Due> due(String scheduler) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(DUE)) {
            query.setString(1, scheduler);
            query.setString(2, Triggers.REGULAR);
            Map<String, Due> due = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    due.put(
                            rows.getString(1),
                            new Due(
                                    Instant.ofEpochMilli(rows.getLong(2)),
                                    !Set.of("WAITING", "ACQUIRED").contains(rows.getString(3))));
                }
            }
            return due;
        }
    }

    /** Returns the names of the processes that fire the triggers of a scheduler. */
    Set<String> processes(String scheduler) throws SQLException {
        return names(PROCESSES, scheduler);
    }

    /** Returns the IDs of the runs that this process has, as far as the other processes are concerned. */
    Set<String> firings(String scheduler) throws SQLException {
        return names(FIRINGS, scheduler, process);
    }

    private Set<String> names(String sql, String... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            Set<String> names = new HashSet<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    /** Gives Quartz the connections. */
    private record Provider(DataSource database) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public void shutdown() {
            // the owner of the connections closes them
        }

        @Override
        public void initialize() {
            // nothing to prepare
        }
    }
}
