package io.litedrill.http;

import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.replica.Point;
import java.nio.file.Path;

/**
 * Describes a requested restore.
 *
 * @param allowed the permitted exceptions; for a restore to a file, only those that apply to any restore
 */
public record RestoreRequest(String database, Point point, Where where, Allowed allowed, Asker asker) {
    /** Defines the destination. */
    public sealed interface Where {
        /**
         * Restores to a new file.
         *
         * @param output an absolute path below the folder for restores; no file existed there when the request was read
         */
        record NewFile(Path output) implements Where {}

        /** Restores to the live path of the configuration. */
        record Live() implements Where {}
    }

    /**
     * Identifies the client, for the audit log.
     *
     * @param who the name of a token
     * @param from the address of the other end of the connection
     * @param what the request as written
     */
    public record Asker(String who, String from, String what) {}
}
