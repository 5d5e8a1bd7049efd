package io.litedrill.http;

import io.litedrill.json.JsonObject;
import io.litedrill.replica.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Provides the data that the API returns. Bodies are JSON text, rendered by the implementation. Any method may throw
 * {@link ProblemException}, for example for an unreachable store.
 */
public interface Views {
    /**
     * Returns an array with an object for each database: name, replicas with their latest check, summary of the latest
     * drill.
     */
    String databases();

    /** Returns the same object for one database; empty when no such database exists. */
    Optional<String> database(String name);

    /**
     * Returns spans and gaps; empty when no such database exists.
     *
     * @param around a time; recovery points near it are listed too
     */
    Optional<String> window(String name, Optional<Instant> around);

    /**
     * Returns an array of past results, newest first; empty when no such database exists.
     *
     * @param limit the maximum number of results, 1 to 1000
     */
    Optional<String> history(Kind kind, String name, int limit);

    /**
     * Returns a short object for each database: its verdict, its proof, its worst finding, and how its lag and its
     * drills developed.
     */
    String board();

    /**
     * Returns how the checks of a database developed; empty when no such database exists.
     *
     * @param since the start of the period, which ends now
     */
    Optional<String> trend(String name, Duration since);

    /**
     * Returns the files that a restore to a point would read, with estimates; empty when no such database exists.
     */
    Optional<String> plan(String name, Point point);

    /**
     * Returns an array of the queued and running checks, drills, scrubs and restores, with their progress; empty when
     * no such database exists.
     */
    Optional<String> runs(String name);

    /** Returns one drill or restore, from the moment its ID was returned; empty for an unknown ID. */
    Optional<RunView> run(Kind kind, String id);

    /** Selects the kind of results. */
    enum Kind {
        /** Checks of listings. */
        CHECKS,
        /** Drills, which are trial restores. */
        DRILLS,
        /** Reads of all files. */
        SCRUBS,
        /** Real restores. */
        RESTORES
    }

    /**
     * Holds a run.
     *
     * @param done whether the run has ended; false while it is queued or running
     * @param result empty for a run that has not ended, or ended without a result
     * @param progress the progress; empty for a run that has ended, and for checks
     */
    record RunView(String id, String database, boolean done, Optional<JsonObject> result, Optional<Progress> progress) {
        /** Creates a run without progress. */
        public RunView(String id, String database, boolean done, Optional<JsonObject> result) {
            this(id, database, done, result, Optional.empty());
        }
    }

    /**
     * Holds the progress of a drill, scrub or restore.
     *
     * @param phase {@code queued}, or the current phase
     * @param bytes the number of bytes of the replica's files that were read to their ends
     * @param bytesTotal the number of bytes to read; empty before it is known
     * @param pages the number of pages written; empty for a scrub
     * @param left the time to the end of verification, estimated from earlier runs; empty when unknown
     */
    record Progress(
            String phase, long bytes, Optional<Long> bytesTotal, Optional<Long> pages, Optional<Duration> left) {}
}
