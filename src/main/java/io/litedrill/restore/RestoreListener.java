package io.litedrill.restore;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;

/** Receives the progress of a restore, drill or scrub. Called from the thread that runs it. */
@FunctionalInterface
public interface RestoreListener {
    /** A listener that ignores all progress. */
    RestoreListener NONE = file -> {};

    /** Receives a file that was read to its end, verified and applied. */
    void done(ReplicaFile file);

    /** Receives an LTX file whose header was read; its pages are read next. */
    default void header(LtxFile file) {}

    /** Receives the phase that begins. */
    default void phase(RestorePhase phase) {}

    /**
     * Receives a line that a configured command printed. Called from another thread than the other methods.
     *
     * @param hook the key of the command, such as {@code restore.after}
     */
    default void printed(String hook, String line) {}

    /**
     * Returns whether the verified database may now get its path. False ends the restore without a change. After
     * true, the restore can no longer be cancelled.
     */
    default boolean mayReplace() {
        return true;
    }

    /** Receives the plan that is carried out next, into an empty file. A plan received before has failed. */
    default void began(RestorePlan plan) {}

    /** Receives the number of bytes, as stored, of the files that a scrub reads next. */
    default void verifies(long bytes) {}

    /** Receives the number of bytes that a scrub has read since the last call. */
    default void read(long bytes) {}

    /**
     * Receives which comparison of two restores a scrub begins.
     *
     * @param number from 1
     * @param of the number of comparisons
     */
    default void compares(int number, int of) {}

    /** Receives the number of pages written since the last call. */
    default void wrote(long pages) {}
}
