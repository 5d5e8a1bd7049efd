package io.litedrill.cli;

import io.litedrill.recover.Permission;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Defines the options of {@code restore --in-place} besides those of every restore. */
final class InPlaceOptions {
    @Option(
            names = "--in-place",
            required = true,
            description = "Restore to the live path. The old database and its files move aside together once the new"
                    + " database is verified.")
    private boolean inPlace;

    @Option(
            names = "--force",
            description =
                    "Replace a database that is sound or cannot be examined. A database in use is never replaced.")
    private boolean force;

    @Option(
            names = "--no-backup",
            description = "Delete the old database instead of keeping it aside, once the new one is in place.")
    private boolean noBackup;

    @Option(
            names = "--new-replica",
            description =
                    "Confirm that Litestream will get another, empty path for this database. Required where 0.5 would"
                            + " damage the replica.")
    private boolean newReplica;

    @Option(names = "--yes", description = "Skip the confirmation. Required without a terminal.")
    private boolean yes;

    /** Returns whether the restore replaces the live database. */
    boolean isAsked() {
        return inPlace;
    }

    /** Returns the permissions that were given. */
    Stream<Permission> permissions() {
        return Stream.of(
                        force ? Optional.of(Permission.FORCE) : Optional.<Permission>empty(),
                        noBackup ? Optional.of(Permission.NO_BACKUP) : Optional.<Permission>empty(),
                        newReplica ? Optional.of(Permission.NEW_REPLICA) : Optional.<Permission>empty(),
                        yes ? Optional.of(Permission.YES) : Optional.<Permission>empty())
                .flatMap(Optional::stream);
    }
}
