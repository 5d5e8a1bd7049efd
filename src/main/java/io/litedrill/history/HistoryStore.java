package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrilledState;
import io.litedrill.drill.ScrubResult;
import io.litedrill.lease.Leases;
import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores the results of checks, drills, scrubs and restores, and what later runs use of them. Several processes may use
 * one store at the same time, and several threads one object.
 *
 * <p>Writes never throw. While the database cannot be used, results and requests wait in memory, at most 10,000 of
 * them, and are written afterwards; what engines use of earlier runs is not. Queries of engines return nothing when a
 * read fails. The other queries throw {@link HistoryException}.
 */
public interface HistoryStore extends Audit, AutoCloseable {
    /** Returns what checks, drills and scrubs use of earlier ones. */
    ReplicaHistory replicas();

    /** Returns the checks. */
    ResultStore<CheckResult> checks();

    /** Returns the drills. */
    ResultStore<DrillResult> drills();

    /** Returns the scrubs. */
    ResultStore<ScrubResult> scrubs();

    /** Returns the real restores. A restore that is stored twice under one run ID replaces the earlier one. */
    ResultStore<RestoreReport> restores();

    /**
     * Returns whether the history shows that a replica ever held a backup. Returns true when it cannot be read, so
     * that an empty replica counts as a first start only if the history proves it.
     */
    boolean everHeld(ReplicaId id);

    /**
     * Returns whether the history has seen a replica.
     *
     * @throws HistoryException when it cannot be read
     */
    boolean isKnown(ReplicaId id);

    /** Returns the last times of the events of a replica. */
    LastTimes lastTimes(ReplicaId id);

    /**
     * Returns the states of a database that drills restored and counted, newest drill first; empty when they cannot
     * be read.
     */
    List<DrilledState> drilled(String database);

    /**
     * Returns how the checks of a replica developed, oldest first.
     *
     * @param since the start of the period
     * @param width the length of the parts that the period is divided into, 1 s or more
     * @return a point for each part with a check
     */
    List<TrendPoint> trend(ReplicaId id, Instant since, Duration width);

    /**
     * Returns the lag of a replica in the newest check of each part of a period that ends now. Reads one check for
     * each part, so it is fast for any number of checks.
     *
     * @param parts the number of parts, 1 or more
     * @param width the length of a part, 1 s or more
     * @return the lags by the number of the part since 1970; lacks parts without a check, or with an unknown lag
     */
    Map<Long, Duration> lags(ReplicaId id, int parts, Duration width);

    /**
     * Returns requests for restores with their senders, newest first.
     *
     * @param limit the maximum number of requests
     */
    List<KeptAttempt> attempts(int limit);

    /** Returns the rights that one of the processes with this history has at a time. */
    Leases leases();

    /** Returns the name of the cluster that this node belongs to: the name of the PostgreSQL database. */
    Optional<String> cluster();

    /** Returns the name of this node, which results get; empty without a cluster. */
    Optional<String> node();

    /** Returns the results that other processes store. */
    ResultFeed feed();

    /** Returns the small values that all processes share; empty for a history that one daemon uses. */
    Optional<SharedStates> states();

    /** Returns a message about why results are lost, or cannot be read; empty without a problem. */
    Optional<String> trouble();

    /** Returns the state for metrics, without asking the database. */
    HistoryStatus status();

    /** Deletes results older than their retention. */
    void prune();

    /**
     * Exports everything as lines of JSON. The first line names the format.
     *
     * @param lines receives each line, without its line break
     * @param damaged receives one line for each row that is damaged: which one it is, and why it has no line
     * @throws HistoryException when the history cannot be read
     */
    void exportTo(Consumer<String> lines, Consumer<String> damaged);

    /**
     * Adds the lines of an export. A row whose key exists already is left as it is, so an import can be repeated.
     *
     * @throws HistoryException for a line that cannot be imported, with its number, and when the history cannot be
     *     written; earlier lines may have been added then
     */
    Imported importFrom(Iterator<String> lines);

    /**
     * Counts the rows of an import.
     *
     * @param added the rows that were added
     * @param known the rows whose key existed already
     */
    record Imported(long added, long known) {}

    @Override
    void close();
}
