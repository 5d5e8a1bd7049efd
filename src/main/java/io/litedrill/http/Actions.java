package io.litedrill.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the API sets going. None waits for the end. Any method may throw {@link ProblemException}, for too many requests and the like. */
public interface Actions {
    /** Checks a database now; empty when there is no such database. */
    Optional<Started> check(String database);

    /** Drills a database now; empty when there is no such database. */
    Optional<Started> drill(String database);

    /** Restores to a new file; empty when there is no such database. Whoever carries it out writes over no file. */
    Optional<Started> restore(RestoreOrder order);

    /**
     * A run that was set going.
     *
     * @param id by which it is visible from now on
     * @param attached true when such a run was under way already, and this is that one
     * @param end completes, in whatever way, when it is over
     */
    record Started(String id, boolean attached, CompletionStage<?> end) {}
}
