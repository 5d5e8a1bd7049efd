package io.litedrill.replica.scan;

import io.litedrill.replica.Position;
import io.litedrill.replica.Salts;
import java.time.Instant;

/**
 * Describes how much of one WAL of the live database a replica holds. SQLite begins a new WAL, with other salts, when
 * it restarts the WAL.
 *
 * @param salts of that WAL
 * @param end offset in that WAL up to which it is replicated, in bytes
 * @param position the position of the replica at that offset
 * @param time when that position was replicated
 */
public record ReplicatedWal(Salts salts, long end, Position position, Instant time) {}
