package io.litedrill.recover;

import io.litedrill.replica.Point;
import io.litedrill.replica.timeline.TimeRequest;
import java.nio.file.Path;

/**
 * Requests a restore. The command or the route of the API makes it once; every step reads it.
 *
 * @param runId the id of the run, unique in one history
 */
public record RestoreRequest(
        String runId, Point point, Destination destination, Permissions permissions, Requester by) {

    /** Where the database is written. */
    public sealed interface Destination {}

    /**
     * A file that must not exist, in an existing folder.
     *
     * @param output an absolute path
     */
    public record NewFile(Path output) implements Destination {}

    /** The live path of the configuration. */
    public record LivePath() implements Destination {}

    /**
     * Identifies the requester, for the audit.
     *
     * @param who the name of a token or of a local user
     * @param from the address of the other end of the connection; {@code command line} for a command
     * @param what the request as written
     */
    public record Requester(String who, String from, String what) {}

    /** Returns whether a permission was given. */
    public boolean permits(Permission permission) {
        return permissions.has(permission);
    }

    /** Returns whether an earlier state is accepted, found by a search where no file shows it. */
    boolean acceptsEarlier() {
        return permits(Permission.FALLBACK) || (acceptsMalformed() && point instanceof Point.Newest);
    }

    /**
     * Returns whether a much smaller result is accepted. A requested earlier state differs in size, and a new file
     * replaces no data.
     */
    public boolean acceptsSmaller() {
        return permits(Permission.ACCEPT_SMALLER) || (!isInPlace() && !(point instanceof Point.Newest));
    }

    /** Returns whether a malformed result is accepted, which is only written to a new file. */
    boolean acceptsMalformed() {
        return permits(Permission.ACCEPT_MALFORMED) && !isInPlace();
    }

    /** Returns whether the live path is written. */
    public boolean isInPlace() {
        return destination instanceof LivePath;
    }

    /**
     * Returns the new file.
     *
     * @throws IllegalStateException for a restore in place
     */
    public Path output() {
        if (destination instanceof NewFile file) {
            return file.output().toAbsolutePath();
        }
        throw new IllegalStateException("a restore in place writes no new file");
    }

    /** Returns who requests the restore, and to which kind of destination. */
    public RestoreReport.Origin origin() {
        return new RestoreReport.Origin(by.who(), isInPlace());
    }

    /** Returns the requested time, if a time was requested. */
    public TimeRequest time() {
        return point instanceof Point.AtTime at ? TimeRequest.at(at.time()) : TimeRequest.NONE;
    }
}
