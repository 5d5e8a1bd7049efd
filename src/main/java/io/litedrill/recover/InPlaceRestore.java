package io.litedrill.recover;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds what a restore over a live database works with.
 *
 * @param source the replica that is read
 * @param live the live database of the configuration
 */
public record InPlaceRestore(RestoreRequest request, RestoreSource source, LiveFile live) {
    /**
     * The live database, as configured.
     *
     * @param path the path that the application and Litestream use for it
     * @param litestreamState the configured folder of Litestream's local state; empty: beside the database
     * @param ownership the owner and mode where no database exists at the path
     */
    public record LiveFile(Path path, Optional<Path> litestreamState, Ownership.Wanted ownership) {}
}
