package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import java.nio.file.Path;

/** Receives each drill that restored a database, while the restored file still exists. Does not throw. */
@FunctionalInterface
public interface DrillWitness {
    /** Ignores all drills. */
    DrillWitness NONE = (watched, result, database) -> {};

    /**
     * Receives one drill.
     *
     * @param database the restored file; may be read, and must not be changed
     */
    void accept(CheckedReplica watched, DrillResult result, Path database);
}
