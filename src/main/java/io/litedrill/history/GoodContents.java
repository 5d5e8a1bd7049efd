package io.litedrill.history;

import io.litedrill.check.ReplicaHistory.LastGood;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.ContentsJson;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the contents found by the last passed drill of each replica, one row for each replica. */
final class GoodContents {
    private static final Logger LOG = LoggerFactory.getLogger(GoodContents.class);
    private static final String KEEP = """
        INSERT INTO contents (database, replica, drill, document) VALUES (:database, :replica, :drill, :document)
        ON CONFLICT (database, replica) DO UPDATE SET drill = excluded.drill, document = excluded.document\
        """;

    private GoodContents() {}

    static void keep(Handle handle, ReplicaId id, LastGood kept) {
        handle.createUpdate(KEEP)
                .bindMethods(id)
                .bind("drill", kept.runId())
                .bind("document", ContentsJson.write(kept).compact())
                .execute();
    }

    static Optional<LastGood> of(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT document FROM contents WHERE database = :database AND replica = :replica")
                .bindMethods(id)
                .mapTo(String.class)
                .findOne()
                .flatMap(document -> read(id, document));
    }

    private static Optional<LastGood> read(ReplicaId id, String document) {
        try {
            return Optional.of(ContentsJson.read(JsonObject.parse(document)));
        } catch (JsonException e) {
            LOG.warn(
                    "{}: the results of the last passed drill are ignored, because this version cannot read them: {}",
                    id,
                    e.getMessage());
            return Optional.empty();
        }
    }
}
