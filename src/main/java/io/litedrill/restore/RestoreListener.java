package io.litedrill.restore;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;

/** Hears how far a restore has come. Called from the thread that restores. */
@FunctionalInterface
public interface RestoreListener {
    /** Hears nothing. */
    RestoreListener NONE = file -> {};

    /** A file has been read to its end, verified and applied. */
    void done(ReplicaFile file);

    /** The header of an LTX file has been read, and is its reading now; its pages come next. */
    default void header(LtxFile file) {}

    /** What comes next belongs to this phase. */
    default void phase(RestorePhase phase) {}

    /** This is carried out next, into an empty file; a plan that was heard of before has led to nothing. */
    default void began(RestorePlan plan) {}

    /** So many pages more have been written. Of the {@code wal} layout a page is written once for each transaction that changed it. */
    default void wrote(long pages) {}
}
