package io.litedrill.property;

import io.litedrill.replica.Position;
import java.util.List;
import java.util.Optional;

/** One history of a database: a generation, or its LTX files. It has the expected state of every position. */
interface Model {
    /**
     * Returns the recovery points of the existing files in the order of replay, divided where they are not
     * contiguous. They are computed from all written files, by trying every combination.
     */
    List<List<Truth>> stretches();

    /**
     * Returns the state of the database at a position, even if no restore can reach it; empty for a position of
     * another history.
     */
    Optional<State> at(Position position);
}
