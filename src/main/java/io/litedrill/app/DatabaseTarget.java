package io.litedrill.app;

import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Describes a database that commands work on.
 *
 * @param name the name that users type; for a replica given by URL, the URL without secrets
 * @param live the live file, absolute; it need not be reachable
 * @param inPlace settings of a restore over the live file
 * @param replicas one or more, with unique names
 */
public record DatabaseTarget(String name, Optional<Path> live, InPlace inPlace, List<ReplicaTarget> replicas) {
    /** Copies the list. */
    public DatabaseTarget {
        replicas = List.copyOf(replicas);
    }

    /**
     * Holds the settings of a restore over the live file.
     *
     * @param litestreamState the folder configured for Litestream's local state; empty when it is beside the live file
     * @param ownership the owner and mode for a restore where no database exists to copy them from
     * @param hooks the user's commands to run before and after
     */
    public record InPlace(Optional<Path> litestreamState, Ownership.Wanted ownership, Hooks hooks) {
        public static final InPlace USUAL = new InPlace(Optional.empty(), Ownership.Wanted.AS_FOLDER, Hooks.NONE);
    }

    /** Creates a target with the default settings for a restore in place. */
    public DatabaseTarget(String name, Optional<Path> live, List<ReplicaTarget> replicas) {
        this(name, live, InPlace.USUAL, replicas);
    }
}
