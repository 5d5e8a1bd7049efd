package io.litedrill.history;

import io.litedrill.check.LiveMemory;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.json.LiveMemoryJson;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what checks and restores know of live files, one row for each replica. */
final class LiveFileTable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFileTable.class);
    private static final String KEEP = """
        INSERT INTO live_files (database, replica, document) VALUES (:database, :replica, :document)
        ON CONFLICT (database, replica) DO UPDATE SET document = excluded.document\
        """;

    private LiveFileTable() {}

    static void keep(Handle handle, ReplicaId id, LiveMemory memory) {
        handle.createUpdate(KEEP)
                .bindMethods(id)
                .bind("document", LiveMemoryJson.write(memory).compact())
                .execute();
    }

    static Optional<LiveMemory> of(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT document FROM live_files WHERE database = :database AND replica = :replica")
                .bindMethods(id)
                .mapTo(String.class)
                .findOne()
                .flatMap(document -> read(id, document));
    }

    private static Optional<LiveMemory> read(ReplicaId id, String document) {
        try {
            return Optional.of(LiveMemoryJson.read(JsonObject.parse(document)));
        } catch (JsonException e) {
            LOG.warn(
                    "{}: the stored facts about the live file are ignored, because this version cannot read it: {}",
                    id,
                    e.getMessage());
            return Optional.empty();
        }
    }
}
