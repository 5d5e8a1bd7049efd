package io.litedrill.replica;

import java.time.Instant;

/**
 * Describes a file that vanished or was replaced, and whose change no rule of Litestream explains.
 *
 * @param file the file as it was listed before
 * @param replaced whether another file now has its name
 * @param needed whether the remaining files cannot replace its content
 */
public record VanishedFile(ReplicaFile file, Instant lastSeen, boolean replaced, boolean needed) {}
