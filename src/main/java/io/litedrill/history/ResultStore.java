package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.check.ResultSink;
import java.util.List;
import java.util.Optional;

/**
 * Stores results of one type.
 *
 * @param <R> the type of result
 */
public interface ResultStore<R> extends ResultSink<R> {
    /** Returns the newest result of a replica. */
    Optional<R> newest(ReplicaId id);

    /** Returns results of a database, of all its replicas, newest first. */
    List<R> page(String database, Page page);

    /** Returns the result with this run ID; empty for checks, which have none. */
    Optional<R> byId(String runId);
}
