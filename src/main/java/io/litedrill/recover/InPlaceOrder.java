package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Requests a restore over a live database.
 *
 * @param runId the id of the run, unique in one history
 * @param expectations the checks that the restored database must pass before the live one is replaced
 */
public record InPlaceOrder(
        String runId, CheckedReplica watched, Destination destination, Expectations expectations, Allowed allowed) {

    /**
     * The requested state and its destination.
     *
     * @param live the path that the application and Litestream use for the database
     * @param litestreamState the configured folder of Litestream's local state; empty: beside the database
     * @param ownership the owner and mode where no database exists at the path
     */
    public record Destination(Point point, Path live, Optional<Path> litestreamState, Ownership.Wanted ownership) {}

    /**
     * The permissions given with the request.
     *
     * @param restore the permissions of any restore
     * @param force replace a database that is sound, or whose condition is unknown
     * @param dropOld delete the replaced files once the restored database is in place
     * @param newReplica confirms that Litestream will get another, empty replica path
     */
    public record Allowed(Permissions restore, boolean force, boolean dropOld, boolean newReplica) {
        /** Permits nothing beyond the plain restore. */
        public static final Allowed NOTHING = new Allowed(Permissions.NONE, false, false, false);
    }
}
