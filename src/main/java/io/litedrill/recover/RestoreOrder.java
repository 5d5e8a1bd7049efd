package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.replica.Point;
import io.litedrill.verify.Expectations;
import java.nio.file.Path;

/**
 * What to restore, and where to.
 *
 * @param runId unique in one history
 * @param expectations what the restored database is tested for before it gets its name
 */
public record RestoreOrder(
        String runId, CheckedReplica watched, Target target, Expectations expectations, Permissions permissions) {

    /**
     * Which state goes where.
     *
     * @param output a file that must not exist, in a folder that does
     */
    public record Target(Point point, Path output) {}

    /**
     * What the person who asks allows.
     *
     * @param fallback take the newest earlier point that restores, when the wanted one does not
     * @param acceptSmaller take a result with less than half of the rows of the last good drill, or of the live database
     * @param skipAssertions take a result that fails the owner's own tests: a state from before they held, say
     * @param acceptMalformed write a malformed database to a new file where no sound state is left, or where its point was named
     */
    public record Permissions(
            boolean fallback, boolean acceptSmaller, boolean skipAssertions, boolean acceptMalformed) {
        /** Allows no malformed result. */
        public Permissions(boolean fallback, boolean acceptSmaller, boolean skipAssertions) {
            this(fallback, acceptSmaller, skipAssertions, false);
        }

        /** Allows nothing beyond the plain restore. */
        public static final Permissions NONE = new Permissions(false, false, false);

        /** The same, and a result that is much smaller. */
        public Permissions withAcceptSmaller() {
            return new Permissions(fallback, true, skipAssertions, acceptMalformed);
        }

        /** Returns the same without a malformed result: nothing but a new file is ever given one. */
        public Permissions withoutMalformed() {
            return new Permissions(fallback, acceptSmaller, skipAssertions);
        }
    }
}
