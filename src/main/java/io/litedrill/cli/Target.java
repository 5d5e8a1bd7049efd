package io.litedrill.cli;

/**
 * A database that a command was told to work on.
 *
 * @param typed how to name it in another command, without secrets
 * @param wiring the graph that it belongs to
 */
record Target(WatchedDatabase database, String typed, Wiring wiring) {}
