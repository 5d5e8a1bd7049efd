package io.litedrill.property;

import io.litedrill.replica.Position;
import java.time.Instant;

/**
 * A recovery point that a replica has, and the state of the database there.
 *
 * @param time when the replica had it
 */
record Truth(Position position, Instant time, State state) {}
