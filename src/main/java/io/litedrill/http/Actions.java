package io.litedrill.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the API sets going. None waits for the end of a run. Any method may throw {@link ProblemException}, for too many requests and the like. */
public interface Actions {
    /** Checks a database now; empty when there is no such database. */
    Optional<Started> check(String database);

    /** Drills a database now; empty when there is no such database. */
    Optional<Started> drill(String database);

    /**
     * Restores; empty when there is no such database. What can be told in some seconds to be refused is not begun, and thrown as a
     * problem. Whoever carries it out writes over no file, unless over that of the live path.
     */
    Optional<Started> restore(RestoreRequest order);

    /** What such a restore would do, as JSON text, or a problem where it would be refused; empty when there is no such database. */
    Optional<String> dryRun(RestoreRequest order);

    /**
     * A run that was set going.
     *
     * @param id by which it is visible from now on
     * @param attached true when such a run was under way already, and this is that one
     * @param end completes, in whatever way, when it is over
     */
    record Started(String id, boolean attached, CompletionStage<?> end) {}
}
