package io.litedrill.cluster;

import io.litedrill.schedule.RunSlots;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Limits the drills of all nodes together. A drill of a node that is not alive counts no more. */
final class DrillSlots implements RunSlots {
    private static final Logger LOG = LoggerFactory.getLogger(DrillSlots.class);
    private static final long AGAIN_MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final String LOCK = "LOCK TABLE cluster_drills IN SHARE ROW EXCLUSIVE MODE";
    private static final String FORGET = "DELETE FROM cluster_drills WHERE incarnation NOT IN (SELECT incarnation"
            + " FROM cluster_nodes WHERE seen_at > clock_timestamp() - make_interval(secs => "
            + NodeTable.ALIVE.toSeconds() + "))";
    private static final String TAKE = "INSERT INTO cluster_drills (slot, incarnation, run)"
            + " SELECT slot, ?, ? FROM generate_series(1, ?) AS slot"
            + " WHERE slot NOT IN (SELECT slot FROM cluster_drills) ORDER BY slot LIMIT 1";

    private final DataSource database;
    private final String process;
    private final int limit;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /**
     * Creates the slots.
     *
     * @param process the ID of this process
     * @param limit the maximum number of drills of all nodes
     */
    DrillSlots(DataSource database, String process, int limit) {
        this.database = database;
        this.process = process;
        this.limit = limit;
    }

    @Override
    public void take(String run, BooleanSupplier stopped) throws InterruptedException {
        held.add(run);
        while (!stopped.getAsBoolean() && !taken(run)) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        }
    }

    private boolean taken(String run) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    PreparedStatement take = connection.prepareStatement(TAKE)) {
                statement.execute(LOCK);
                statement.execute(FORGET);
                take.setString(1, process);
                take.setString(2, run);
                take.setInt(3, limit);
                boolean taken = take.executeUpdate() > 0;
                connection.commit();
                return taken;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            LOG.warn("drill {} begins without the limit of the cluster, whose database fails: {}", run, e.getMessage());
            return true;
        }
    }

    @Override
    public void free(String run) {
        held.remove(run);
        settle();
    }

    /** Frees the slots of runs that have ended, also those that could not be freed at their end. */
    void settle() {
        try (Connection connection = database.getConnection();
                PreparedStatement free = connection.prepareStatement(
                        "DELETE FROM cluster_drills WHERE incarnation = ? AND NOT run = ANY (?)")) {
            free.setString(1, process);
            free.setArray(2, connection.createArrayOf("text", held.toArray()));
            free.executeUpdate();
        } catch (SQLException e) {
            LOG.debug("the slots of drills are freed later", e);
        }
    }
}
