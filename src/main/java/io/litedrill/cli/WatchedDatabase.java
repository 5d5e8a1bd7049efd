package io.litedrill.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A database that commands work on.
 *
 * @param name as people type it; the URL without secrets where a replica was named by its URL
 * @param live the live file, absolute; it need not be reachable
 * @param litestreamState where Litestream was told to keep its local state of it; empty: beside the live file
 * @param replicas one or more, with unique names
 */
record WatchedDatabase(
        String name, Optional<Path> live, Optional<Path> litestreamState, List<WatchedReplica> replicas) {
    /** Copies the list. */
    WatchedDatabase {
        replicas = List.copyOf(replicas);
    }

    /** One whose local state Litestream keeps beside the live file. */
    WatchedDatabase(String name, Optional<Path> live, List<WatchedReplica> replicas) {
        this(name, live, Optional.empty(), replicas);
    }
}
