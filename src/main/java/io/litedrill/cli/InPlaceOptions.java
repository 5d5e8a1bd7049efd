package io.litedrill.cli;

import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.recover.RestoreOrder.Permissions;
import picocli.CommandLine.Option;

/** What {@code restore --in-place} may be told beyond what every restore may. */
final class InPlaceOptions {
    @Option(
            names = "--in-place",
            required = true,
            description =
                    "Over the live path. What is there moves aside, all of it together, once the new database is verified.")
    private boolean inPlace;

    @Option(
            names = "--force",
            description =
                    "Replace a database that is sound, or of which nothing can be known. One that is in use is never replaced.")
    private boolean force;

    @Option(
            names = "--no-backup",
            description = "Delete what was there instead of keeping it aside, once the new database is in place.")
    private boolean noBackup;

    @Option(
            names = "--new-replica",
            description =
                    "You will give Litestream another, empty path for this database. Needed where 0.5 would spoil the replica.")
    private boolean newReplica;

    @Option(names = "--yes", description = "Ask nothing. Needed where no person is at the terminal.")
    private boolean yes;

    /** Whether the restore is to go over the live path. */
    boolean isAsked() {
        return inPlace;
    }

    Allowed allowed(Permissions permissions) {
        return new Allowed(permissions, force, noBackup, newReplica);
    }

    boolean yes() {
        return yes;
    }
}
