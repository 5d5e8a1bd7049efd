package io.litedrill.replica;

/** The two salts in the header of a WAL; both change each time that SQLite restarts the WAL. */
public record Salts(int first, int second) {}
