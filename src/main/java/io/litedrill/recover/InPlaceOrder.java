package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to restore over a live database.
 *
 * @param runId unique in one history
 * @param expectations what the restored database is tested for before anything is touched
 */
public record InPlaceOrder(
        String runId, CheckedReplica watched, Destination destination, Expectations expectations, Allowed allowed) {

    /**
     * Which state goes where.
     *
     * @param live the path that the application and Litestream know the database by
     * @param litestreamState where Litestream was told to keep its local state; empty: beside the database
     * @param ownership for a path with no database to take owner and mode from
     */
    public record Destination(Point point, Path live, Optional<Path> litestreamState, Ownership.Wanted ownership) {}

    /**
     * What the person who asks allows.
     *
     * @param restore what any restore may be allowed
     * @param force replace a database that is sound, or of which nothing is known
     * @param dropOld delete what was there once the restored database is in place
     * @param newReplica the owner will give Litestream another, empty path
     */
    public record Allowed(Permissions restore, boolean force, boolean dropOld, boolean newReplica) {
        /** Allows nothing beyond the plain restore. */
        public static final Allowed NOTHING = new Allowed(Permissions.NONE, false, false, false);
    }
}
