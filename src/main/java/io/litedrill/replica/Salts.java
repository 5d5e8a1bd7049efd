package io.litedrill.replica;

/**
 * The two salts in the header of a WAL; both change each time that SQLite restarts the WAL.
 *
 * @param first 0 to 2^32 - 1
 * @param second likewise
 */
public record Salts(long first, long second) {}
