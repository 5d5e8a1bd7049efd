package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.memory.KnownFilesCodec;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the known files of replicas. */
final class Inventories {
    private static final Logger LOG = LoggerFactory.getLogger(Inventories.class);
    private static final String READ = """
        SELECT location, files, listed_at FROM inventory_files JOIN inventories USING (database, replica, location)
        WHERE database = :database AND replica = :replica\
        """;
    private static final String LISTED = """
        INSERT INTO inventories (database, replica, location, listed_at)
        VALUES (:database, :replica, :location, :at)
        ON CONFLICT (database, replica) DO UPDATE
        SET location = excluded.location, listed_at = excluded.listed_at WHERE excluded.listed_at >= inventories.listed_at\
        """;
    private static final String FILES = """
        INSERT INTO inventory_files (database, replica, location, since, files)
        VALUES (:database, :replica, :location, :at, :files)
        ON CONFLICT (database, replica) DO UPDATE
        SET location = excluded.location, since = excluded.since, files = excluded.files
        WHERE excluded.since >= inventory_files.since\
        """;

    private Inventories() {}

    static Optional<KnownFiles> read(Handle handle, ReplicaId id) {
        return handle.createQuery(READ)
                .bindMethods(id)
                .map((rows, context) -> decode(id, rows.getString(1), Times.time(rows.getString(3)), rows.getBytes(2)))
                .findOne()
                .flatMap(known -> known);
    }

    private static Optional<KnownFiles> decode(ReplicaId id, String location, Instant listedAt, byte[] files) {
        try {
            return Optional.of(KnownFilesCodec.decode(location, listedAt, files));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The stored files of {} cannot be read: {}. The list starts again from the current files.",
                    id,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Stores the last listing. Writes the files only if they differ from those read before. */
    static void write(Handle handle, ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
        handle.createUpdate(LISTED)
                .bindMethods(id)
                .bind("location", now.location())
                .bind("at", Times.column(now.listedAt()))
                .execute();
        if (before.filter(now::isSameAs).isEmpty()) {
            handle.createUpdate(FILES)
                    .bindMethods(id)
                    .bind("location", now.location())
                    .bind("at", Times.column(now.listedAt()))
                    .bind("files", KnownFilesCodec.encode(now))
                    .execute();
        }
    }
}
