package io.litedrill.http;

import io.litedrill.recover.RestoreRequest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Starts checks, drills, scrubs and restores. No method waits for the end of a run. Any method may throw {@link
 * ProblemException}, for example for too many requests.
 */
public interface Actions {
    /** Starts a check of a database; empty when no such database exists. */
    Optional<Started> check(String database);

    /** Starts a drill of a database; empty when no such database exists. */
    Optional<Started> drill(String database);

    /** Starts a scrub of a database; empty when no such database exists. */
    Optional<Started> scrub(String database);

    /** Returns the id for a new request for a restore. */
    String newRunId();

    /**
     * Starts a restore of a database; empty when no such database exists. A restore whose refusal is known within some
     * seconds is not started; the refusal is thrown as a problem. Implementations overwrite no file except those at the
     * live path.
     */
    Optional<Started> restore(String database, RestoreRequest request);

    /**
     * Returns the preview of a restore as JSON text, also of one that would be refused; empty when no such database
     * exists. Throws a problem when the replica cannot be read or holds no backup.
     */
    Optional<String> dryRun(String database, RestoreRequest request);

    /**
     * Returns the run that an earlier request with this key started; empty when there is none, or its result was
     * deleted. Throws a problem when that request had another body, or is still being answered.
     *
     * <p>After an empty result, the caller must call {@link #begins} before it starts a run, and then {@link
     * #answered}.
     */
    Optional<Started> repeated(IdempotencyKey key);

    /** Stores the run that a request with a key starts next, so that a crash does not separate them. */
    void begins(IdempotencyKey key, String runId);

    /**
     * Ends the answer to a request with a key.
     *
     * @param refused whether no run was started, so that the key can be used again
     */
    void answered(IdempotencyKey key, boolean refused);

    /**
     * Cancels a restore that is queued or running; returns the name of its database. Empty when no run has this id.
     * Throws a problem once the restored database gets its path, and after the end of the restore.
     *
     * @param by the requester, for the reason of the outcome
     */
    Optional<String> cancel(String runId, String by);

    /**
     * Refers to a started run.
     *
     * @param id the ID of the run, valid from now on
     * @param attached whether the request joined an existing run
     * @param end completes, normally or exceptionally, when the run has ended
     */
    record Started(String id, boolean attached, CompletionStage<?> end) {}
}
