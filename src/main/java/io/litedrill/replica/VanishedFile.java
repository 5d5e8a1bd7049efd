package io.litedrill.replica;

import java.time.Instant;

/**
 * A file that was there, is gone or replaced, and that nothing Litestream does explains.
 *
 * @param file as it was
 * @param replaced whether something else has its name now
 * @param needed whether what it held cannot be had from the files that are left
 */
public record VanishedFile(ReplicaFile file, Instant lastSeen, boolean replaced, boolean needed) {}
