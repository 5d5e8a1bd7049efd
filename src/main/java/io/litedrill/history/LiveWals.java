package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.check.WalMemory;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.json.WalMemoryJson;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the state of live WALs between checks. */
final class LiveWals {
    private static final Logger LOG = LoggerFactory.getLogger(LiveWals.class);
    private static final String KEEP = """
        INSERT INTO live_wals (database, replica, document) VALUES (:database, :replica, :document)
        ON CONFLICT (database, replica) DO UPDATE SET document = excluded.document\
        """;

    private LiveWals() {}

    static void keep(Handle handle, ReplicaId id, WalMemory memory) {
        handle.createUpdate(KEEP)
                .bindMethods(id)
                .bind("document", WalMemoryJson.write(memory).compact())
                .execute();
    }

    static Optional<WalMemory> of(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT document FROM live_wals WHERE database = :database AND replica = :replica")
                .bindMethods(id)
                .mapTo(String.class)
                .findOne()
                .flatMap(document -> read(id, document));
    }

    private static Optional<WalMemory> read(ReplicaId id, String document) {
        try {
            return Optional.of(WalMemoryJson.read(JsonObject.parse(document)));
        } catch (JsonException e) {
            LOG.warn(
                    "{}: the stored state of the live WAL is ignored, because this version cannot read it: {}",
                    id,
                    e.getMessage());
            return Optional.empty();
        }
    }
}
