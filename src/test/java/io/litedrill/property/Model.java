package io.litedrill.property;

import io.litedrill.replica.Position;
import java.util.List;
import java.util.Optional;

/** One history of a database: a generation, or its LTX files. Knows what a restore of any position must give. */
interface Model {
    /**
     * The recovery points that the files allow which are there, in the order of replay, cut where they do not follow one another.
     * Worked out from what was written, by trying all there is.
     */
    List<List<Truth>> stretches();

    /** The state of the database at a position, whether or not a restore can reach it; empty when it is none of this history's. */
    Optional<State> at(Position position);
}
