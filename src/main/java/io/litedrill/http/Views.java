package io.litedrill.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the API shows. Bodies are JSON text, rendered by whoever implements this. Any method may throw {@link ProblemException}, for
 * a store that cannot be reached and the like.
 */
public interface Views {
    /** An array with an object a database: name, replicas with their latest check, summary of the latest drill. */
    String databases();

    /** The same object for one; empty when there is no such database. */
    Optional<String> database(String name);

    /**
     * Spans and gaps; empty when there is no such database.
     *
     * @param around the time near which recovery points are listed too
     */
    Optional<String> window(String name, Optional<Instant> around);

    /**
     * An array of past results, newest first; empty when there is no such database.
     *
     * @param limit at most so many, 1 to 1000
     */
    Optional<String> history(Kind kind, String name, int limit);

    /** One drill or restore, as soon as its id was given out; empty when there is none of this id. */
    Optional<RunView> run(Kind kind, String id);

    /** Which results. */
    enum Kind {
        /** Looks at listings. */
        CHECKS,
        /** Trial restores. */
        DRILLS,
        /** Real restores. */
        RESTORES
    }

    /**
     * A run by its id.
     *
     * @param done false while it is queued or at work
     * @param result JSON text; empty while it is not done, and for one that ended without a result
     * @param progress how far it has come; empty for one that is done, and for other runs than restores
     */
    record RunView(String id, String database, boolean done, Optional<String> result, Optional<Progress> progress) {
        /** One of which is not told how far it has come. */
        public RunView(String id, String database, boolean done, Optional<String> result) {
            this(id, database, done, result, Optional.empty());
        }
    }

    /**
     * How far a restore has come.
     *
     * @param phase {@code queued}, or what it is at
     * @param bytes of the replica's files that were read to their ends
     * @param bytesTotal of those that are to be read; empty before that is planned
     * @param pages that were written
     * @param left until the end of verifying, by the last measured drill; empty when nobody knows
     */
    record Progress(String phase, long bytes, Optional<Long> bytesTotal, long pages, Optional<Duration> left) {}
}
