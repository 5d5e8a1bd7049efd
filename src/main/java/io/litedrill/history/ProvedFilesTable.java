package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.replica.FileDigest;
import io.litedrill.replica.ProvedDamage;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.storage.StoredObject;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores which files of a replica were proved by reading them. */
final class ProvedFilesTable {
    private static final Logger LOG = LoggerFactory.getLogger(ProvedFilesTable.class);
    private static final int BATCH = 1000;
    private static final String OF_REPLICA = " WHERE database = :database AND replica = :replica";
    private static final String DAMAGED =
            "SELECT name, size, modified, tag, reason, proved_at, proved_by FROM damaged_files" + OF_REPLICA
                    + " AND location = :location";
    private static final String SOUND = """
        INSERT INTO sound_files (database, replica, location, files, drilled)
        VALUES (:database, :replica, :location, :files, :drilled)
        ON CONFLICT (database, replica) DO UPDATE
        SET location = excluded.location, files = excluded.files, drilled = excluded.drilled\
        """;
    private static final String INSERT = """
        INSERT INTO damaged_files
            (database, replica, location, name, size, modified, tag, reason, proved_at, proved_by)
        VALUES (:database, :replica, :location, :name, :size, :modified, :tag, :reason, :proved_at, :proved_by)\
        """;

    private ProvedFilesTable() {}

    /** Holds one row of {@code sound_files}. */
    private record Sound(String location, Set<FileDigest> files, Set<FileDigest> drilled) {}

    static ProvedFiles read(Handle handle, ReplicaId id) {
        Optional<Sound> sound = handle.createQuery("SELECT location, files, drilled FROM sound_files" + OF_REPLICA)
                .bindMethods(id)
                .map((rows, context) ->
                        new Sound(rows.getString(1), digests(id, rows.getBytes(2)), digests(id, rows.getBytes(3))))
                .findOne();
        return sound.map(row -> new ProvedFiles(
                        row.location(), damaged(handle, id, row.location()), row.files(), row.drilled()))
                .orElse(ProvedFiles.NONE);
    }

    private static Map<String, ProvedDamage> damaged(Handle handle, ReplicaId id, String location) {
        Map<ProvingRun, ProvingRun> runs = new HashMap<>();
        Map<String, String> reasons = new HashMap<>();
        Map<String, ProvedDamage> damaged = new HashMap<>();
        handle.createQuery(DAMAGED)
                .bindMethods(id)
                .bind("location", location)
                .map((rows, context) -> damage(rows))
                .forEach(damage -> {
                    // a disk failure causes thousands of rows with few distinct runs and reasons
                    ProvingRun run = runs.computeIfAbsent(damage.run(), same -> same);
                    String reason = reasons.computeIfAbsent(damage.reason(), same -> same);
                    damaged.put(damage.file().key(), new ProvedDamage(damage.file(), reason, run));
                });
        return damaged;
    }

    private static ProvedDamage damage(ResultSet rows) throws SQLException {
        StoredObject file =
                new StoredObject(rows.getString(1), rows.getLong(2), Times.time(rows.getString(3)), rows.getString(4));
        ProvingRun run = new ProvingRun(ProvingRun.Kind.valueOf(rows.getString(7)), Times.time(rows.getString(6)));
        return new ProvedDamage(file, rows.getString(5), run);
    }

    /** Stores the proofs of a run; keeps proofs that other runs stored meanwhile. */
    static void write(Handle handle, ReplicaId id, ReadFiles read) {
        // the first statement is a write: two processes that read first and write later would fail
        handle.createUpdate("UPDATE sound_files SET location = location" + OF_REPLICA)
                .bindMethods(id)
                .execute();
        ProvedFiles before = read(handle, id);
        ProvedFiles now = before.after(read);
        if (!now.equals(before)) {
            write(handle, id, now);
        }
    }

    private static void write(Handle handle, ReplicaId id, ProvedFiles now) {
        handle.createUpdate(SOUND)
                .bindMethods(id)
                .bind("location", now.location())
                .bind("files", bytes(now.sound()))
                .bind("drilled", bytes(now.drilled()))
                .execute();
        handle.createUpdate("DELETE FROM damaged_files" + OF_REPLICA)
                .bindMethods(id)
                .execute();
        try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
            for (ProvedDamage damage : now.damaged().values()) {
                batch.bindMethods(id)
                        .bind("location", now.location())
                        .bind("name", damage.file().key())
                        .bind("size", damage.file().size())
                        .bind("modified", Times.column(damage.file().modified()))
                        .bind("tag", damage.file().tag())
                        .bind("reason", damage.reason())
                        .bind("proved_at", Times.column(damage.run().at()))
                        .bind("proved_by", damage.run().kind().name())
                        .add();
                if (batch.size() == BATCH) {
                    batch.execute();
                }
            }
            batch.execute();
        }
    }

    private static byte[] bytes(Set<FileDigest> digests) {
        ByteBuffer bytes = ByteBuffer.allocate(digests.size() * FileDigest.BYTES);
        digests.stream().sorted().forEach(digest -> bytes.putLong(digest.high()).putLong(digest.low()));
        return bytes.array();
    }

    private static Set<FileDigest> digests(ReplicaId id, byte[] bytes) {
        if (bytes.length % FileDigest.BYTES != 0) {
            LOG.warn("The stored sound files of {} cannot be read. The files are verified again.", id);
            return Set.of();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Set<FileDigest> digests = new HashSet<>();
        while (buffer.hasRemaining()) {
            digests.add(new FileDigest(buffer.getLong(), buffer.getLong()));
        }
        return digests;
    }
}
