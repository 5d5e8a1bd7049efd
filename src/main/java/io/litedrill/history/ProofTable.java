package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.drill.ProofMemory;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores the cross-proofs that agreed. A cross-proof that cannot be read is proved again. */
final class ProofTable implements ProofMemory {
    private static final String OF_REPLICA = " FROM proofs WHERE database = :database AND replica = :replica";
    private static final String INSERT =
            "INSERT INTO proofs (database, replica, digest) VALUES (:database, :replica, :digest)";

    private final Recorder recorder;
    private final Function<Function<Handle, Set<String>>, Set<String>> query;

    /**
     * Creates the store on a history.
     *
     * @param query runs a query, and returns nothing when it fails
     */
    ProofTable(Recorder recorder, Function<Function<Handle, Set<String>>, Set<String>> query) {
        this.recorder = recorder;
        this.query = query;
    }

    @Override
    public Set<String> agreed(ReplicaId id) {
        return query.apply(handle -> handle.createQuery("SELECT digest" + OF_REPLICA)
                .bind("database", id.database())
                .bind("replica", id.replica())
                .mapTo(String.class)
                .set());
    }

    @Override
    public void keep(ReplicaId id, Set<String> digests) {
        recorder.write("keep the proofs of " + id, handle -> {
            handle.createUpdate("DELETE" + OF_REPLICA)
                    .bind("database", id.database())
                    .bind("replica", id.replica())
                    .execute();
            try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
                for (String digest : new TreeSet<>(digests)) {
                    batch.bind("database", id.database())
                            .bind("replica", id.replica())
                            .bind("digest", digest)
                            .add();
                }
                batch.execute();
            }
            return true;
        });
    }
}
