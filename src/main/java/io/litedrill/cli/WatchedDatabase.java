package io.litedrill.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A database that commands work on.
 *
 * @param name as people type it; the URL without secrets where a replica was named by its URL
 * @param live the live file, absolute; it need not be reachable
 * @param replicas one or more, with unique names
 */
record WatchedDatabase(String name, Optional<Path> live, List<WatchedReplica> replicas) {
    /** Copies the list. */
    WatchedDatabase {
        replicas = List.copyOf(replicas);
    }
}
