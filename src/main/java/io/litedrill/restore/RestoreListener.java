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
}
