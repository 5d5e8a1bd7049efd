package io.litedrill.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Starts checks, drills and restores. No method waits for the end of a run. Any method may throw {@link
 * ProblemException}, for example for too many requests.
 */
public interface Actions {
    /** Starts a check of a database; empty when no such database exists. */
    Optional<Started> check(String database);

    /** Starts a drill of a database; empty when no such database exists. */
    Optional<Started> drill(String database);

    /**
     * Starts a restore; empty when no such database exists. A restore whose refusal is known within some seconds is not
     * started; the refusal is thrown as a problem. Implementations overwrite no file except those at the live path.
     */
    Optional<Started> restore(RestoreRequest order);

    /**
     * Returns the result of a dry run of a restore as JSON text, or throws a problem where it would be refused; empty
     * when no such database exists.
     */
    Optional<String> dryRun(RestoreRequest order);

    /**
     * Refers to a started run.
     *
     * @param id the ID of the run, valid from now on
     * @param attached whether the request joined an existing run
     * @param end completes, normally or exceptionally, when the run has ended
     */
    record Started(String id, boolean attached, CompletionStage<?> end) {}
}
