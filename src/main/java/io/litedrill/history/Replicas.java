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
            WHERE excluded.first_seen < first_seen""";
    private static final String SPEED = """
            SELECT restore_seconds, bytes_read FROM drills
            WHERE database = :database AND replica = :replica AND outcome = 'PASSED'
            ORDER BY ended_at DESC, rowid DESC LIMIT 1""";

    private static final String EVER_HELD = """
            SELECT EXISTS (SELECT 1 FROM drills WHERE database = :database AND replica = :replica
                    AND json_extract(document, '$.recovery_point') IS NOT NULL)
                OR EXISTS (SELECT 1 FROM restores WHERE database = :database AND replica = :replica
                    AND outcome = 'RESTORED')
                OR EXISTS (SELECT 1 FROM checks WHERE database = :database AND replica = :replica
                    AND (json_extract(document, '$.recovery_point') IS NOT NULL
                        OR json_extract(document, '$.snapshot_count') > 0))""";

    private Replicas() {}

    /** Stores a time; keeps the earliest. */
    static void seen(Handle handle, ReplicaId id, Instant at) {
        handle.createUpdate(SEEN)
                .bind("database", id.database())
                .bind("replica", id.replica())
                .bind("at", Times.column(at))
                .execute();
    }

    /** Returns whether any stored result shows a backup. */
    static boolean everHeld(Handle handle, ReplicaId id) {
        return handle.createQuery(EVER_HELD)
                .bind("database", id.database())
                .bind("replica", id.replica())
                .mapTo(Boolean.class)
                .one();
    }

    static Optional<Instant> firstSeen(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT first_seen FROM replicas WHERE database = :database AND replica = :replica")
                .bind("database", id.database())
                .bind("replica", id.replica())
                .mapTo(String.class)
                .findOne()
                .map(Times::time);
    }

    /** Returns the speed of the last passed drill; empty when its duration was too short to measure. */
    static Optional<ReplicaHistory.Speed> speed(Handle handle, ReplicaId id) {
        return handle.createQuery(SPEED)
                .bind("database", id.database())
                .bind("replica", id.replica())
                .map((rows, context) -> new ReplicaHistory.Speed(rows.getDouble(1), rows.getLong(2)))
                .findOne()
                .filter(speed -> speed.restoreSeconds() > 0);
    }
}
