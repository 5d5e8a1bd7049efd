package io.litedrill.history;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Stores facts about a replica itself. */
final class Replicas {
    private static final String SEEN = """
        INSERT INTO replicas (database, replica, first_seen) VALUES (:database, :replica, :at)
        ON CONFLICT (database, replica) DO UPDATE SET first_seen = excluded.first_seen
        WHERE excluded.first_seen < replicas.first_seen\
        """;
    private static final String SPEED = """
        SELECT restore_seconds, bytes_read FROM drills
        WHERE database = :database AND replica = :replica AND outcome = 'PASSED'
          AND document NOT LIKE '%"mode":"incremental"%'
        ORDER BY ended_at DESC, id DESC LIMIT 1\
        """;
    private static final String OF_REPLICA = " WHERE database = :database AND replica = :replica";

    private Replicas() {}

    /** Stores a time; keeps the earliest. */
    static void seen(Handle handle, ReplicaId id, Instant at) {
        handle.createUpdate(SEEN).bindMethods(id).bind("at", Times.column(at)).execute();
    }

    /** Records that a result showed a backup in a known replica. */
    static void held(Handle handle, ReplicaId id) {
        handle.createUpdate("UPDATE replicas SET held = 1" + OF_REPLICA + " AND held = 0")
                .bindMethods(id)
                .execute();
    }

    /** Returns whether any result, of any age, showed a backup. */
    static boolean everHeld(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT held FROM replicas" + OF_REPLICA)
                .bindMethods(id)
                .mapTo(Integer.class)
                .findOne()
                .filter(held -> held != 0)
                .isPresent();
    }

    static Optional<Instant> firstSeen(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT first_seen FROM replicas" + OF_REPLICA)
                .bindMethods(id)
                .mapTo(String.class)
                .findOne()
                .map(Times::time);
    }

    /** Returns the speed of the last passed full drill; empty when its duration was too short to measure. */
    static Optional<ReplicaHistory.Speed> speed(Handle handle, ReplicaId id) {
        return handle.createQuery(SPEED)
                .bindMethods(id)
                .map((rows, context) -> new ReplicaHistory.Speed(rows.getDouble(1), rows.getLong(2)))
                .findOne()
                .filter(speed -> speed.restoreSeconds() > 0);
    }
}
