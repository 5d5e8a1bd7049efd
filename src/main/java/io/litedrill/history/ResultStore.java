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

    /** Returns the results of {@link #page} with the nodes that produced them. */
    List<Stored<R>> storedPage(String database, Page page);

    /** Returns the result with this run ID; empty for checks, which have none. */
    Optional<R> byId(String runId);

    /** Returns the result of {@link #byId} with the node that produced it. */
    Optional<Stored<R>> storedById(String runId);

    /**
     * Holds a result and its origin.
     *
     * @param node the node of a cluster that produced it; empty for results of commands, and without a cluster
     * @param <R> the type of result
     */
    record Stored<R>(R result, Optional<String> node) {}
}
