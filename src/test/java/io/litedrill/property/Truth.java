package io.litedrill.property;

import io.litedrill.replica.Position;
import java.time.Instant;

/**
 * A recovery point of a replica, and the state of the database there.
 *
 * @param time at which the replica had it
 */
record Truth(Position position, Instant time, State state) {}
