package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Examines each database that a drill restored, and receives the result of the drill. Does not throw. */
@FunctionalInterface
public interface DrillWitness {
    /** Ignores all drills. */
    DrillWitness NONE = (watched, database) -> result -> {};

    /**
     * Examines a restored database before the tests that may change or replace its file.
     *
     * @param database the restored file; may be read during this call, and must not be changed
     * @return receives the result of the drill
     */
    Consumer<DrillResult> examine(CheckedReplica watched, Path database);
}
