package io.litedrill.replica;

import java.time.Instant;

/**
 * A time and position that a restore can produce, soundly.
 *
 * @param time when the replica says that this state was written
 */
public record RecoveryPoint(Instant time, Position position) {}
