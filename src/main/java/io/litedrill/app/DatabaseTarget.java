package io.litedrill.app;

import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A database that commands work on.
 *
 * @param name as people type it; the URL without secrets where a replica was named by its URL
 * @param live the live file, absolute; it need not be reachable
 * @param inPlace what a restore over the live file needs to know beyond its path
 * @param replicas one or more, with unique names
 */
public record DatabaseTarget(String name, Optional<Path> live, InPlace inPlace, List<ReplicaTarget> replicas) {
    /** Copies the list. */
    public DatabaseTarget {
        replicas = List.copyOf(replicas);
    }

    /**
     * What a restore over the live file needs to know.
     *
     * @param litestreamState where Litestream was told to keep its local state; empty: beside the live file
     * @param ownership for where there is no database to take owner and mode from
     * @param hooks what the owner runs before and after
     */
    public record InPlace(Optional<Path> litestreamState, Ownership.Wanted ownership, Hooks hooks) {
        public static final InPlace USUAL = new InPlace(Optional.empty(), Ownership.Wanted.AS_FOLDER, Hooks.NONE);
    }

    /** One of which nothing special was said. */
    public DatabaseTarget(String name, Optional<Path> live, List<ReplicaTarget> replicas) {
        this(name, live, InPlace.USUAL, replicas);
    }
}
