package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;
import java.nio.file.Path;

/**
 * Requests a restore to a new file.
 *
 * @param runId the id of the run, unique in one history
 * @param expectations the checks that the restored database must pass before it gets its name
 */
public record RestoreOrder(
        String runId, CheckedReplica watched, Target target, Expectations expectations, Permissions permissions) {

    /**
     * The requested state and its destination.
     *
     * @param output a file that must not exist, in an existing folder
     */
    public record Target(Point point, Path output) {}

    /**
     * The permissions given with the request.
     *
     * @param fallback take the newest earlier point that can be restored when the wanted one cannot
     * @param acceptSmaller accept a result with less than half of the rows of the last good drill or of the live
     *     database
     * @param skipAssertions accept a result that fails the configured assertions, for example a state from before they
     *     held
     * @param acceptMalformed write a malformed database to a new file where no sound state is left, or where its point
     *     was named
     */
    public record Permissions(
            boolean fallback, boolean acceptSmaller, boolean skipAssertions, boolean acceptMalformed) {
        /** Creates permissions that refuse a malformed result. */
        public Permissions(boolean fallback, boolean acceptSmaller, boolean skipAssertions) {
            this(fallback, acceptSmaller, skipAssertions, false);
        }

        /** Permits nothing beyond the plain restore. */
        public static final Permissions NONE = new Permissions(false, false, false);

        /** Returns the same permissions with a much smaller result permitted. */
        public Permissions withAcceptSmaller() {
            return new Permissions(fallback, true, skipAssertions, acceptMalformed);
        }

        /**
         * Returns the same permissions with a malformed result refused: a malformed database is only written to a new
         * file.
         */
        public Permissions withoutMalformed() {
            return new Permissions(fallback, acceptSmaller, skipAssertions);
        }
    }
}
