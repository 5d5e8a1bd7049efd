package io.litedrill.replica.scan;

import io.litedrill.replica.Position;
import io.litedrill.replica.Salts;
import java.time.Instant;

/**
 * How much a replica holds of one WAL of the live database. SQLite begins a new one, with other salts, when it restarts the WAL.
 *
 * @param salts of that WAL
 * @param end offset in that WAL up to which it is replicated, in bytes
 * @param position the position of the replica there
 * @param time when that was replicated
 */
public record ReplicatedWal(Salts salts, long end, Position position, Instant time) {}
