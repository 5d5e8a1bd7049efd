package io.litedrill.http;

import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.replica.Point;
import java.nio.file.Path;

/**
 * A restore that somebody asked for.
 *
 * @param allowed of a restore to a file only what any restore may be allowed
 */
public record RestoreRequest(String database, Point point, Where where, Allowed allowed, Asker asker) {
    /** Where to. */
    public sealed interface Where {
        /**
         * To a new file.
         *
         * @param output absolute, below the folder for restores; nothing was there when the order was read
         */
        record NewFile(Path output) implements Where {}

        /** Over the live path of the configuration. */
        record Live() implements Where {}
    }

    /**
     * Who asks, for the audit.
     *
     * @param who the name of a token
     * @param from the address of the other end of the connection
     * @param what was asked for, as it was written
     */
    public record Asker(String who, String from, String what) {}
}
