package io.litedrill.replica;

/**
 * Holds the two salts of a WAL header. Both change each time SQLite restarts the WAL.
 *
 * @param first 0 to 2^32 - 1
 * @param second 0 to 2^32 - 1
 */
public record Salts(long first, long second) {}
