package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores the cross-proofs that agreed. A cross-proof that cannot be read is proved again. */
final class ProofTable {
    private static final String OF_REPLICA = " FROM proofs WHERE database = :database AND replica = :replica";
    private static final String INSERT =
            "INSERT INTO proofs (database, replica, digest) VALUES (:database, :replica, :digest)";

    private ProofTable() {}

    static Set<String> agreed(Handle handle, ReplicaId id) {
        return handle.createQuery("SELECT digest" + OF_REPLICA)
                .bindMethods(id)
                .mapTo(String.class)
                .set();
    }

    static void keep(Handle handle, ReplicaId id, Set<String> digests) {
        handle.createUpdate("DELETE" + OF_REPLICA).bindMethods(id).execute();
        try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
            for (String digest : new TreeSet<>(digests)) {
                batch.bindMethods(id).bind("digest", digest).add();
            }
            batch.execute();
        }
    }
}
