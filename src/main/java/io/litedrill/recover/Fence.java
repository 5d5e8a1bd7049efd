package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.files.NotRegularException;
import io.litedrill.files.RegularFiles;
import io.litedrill.files.UntrustedFileException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a restore that was frozen and wakes up after another one of the same database has begun. Each restore writes
 * its run and its token to a file beside the database. Before each change, it requires that the file still names its
 * run. This needs no server. The file remains, because it holds the greatest token.
 *
 * <p>A restore without a shared right writes no file.
 */
final class Fence {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final int MOST_BYTES = 1 << 12;

    private final Path file;
    private final String text;

    private Fence(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Returns the content of the file for one claim; differs from that of every other claim. */
    private static String text(long token, String run) {
        return "# The last restore in place that began here. Litedrill stops an earlier one that is still active.\n"
                + "token=" + token + "\nrun=" + run + "\nclaim=" + UUID.randomUUID() + "\n";
    }

    /**
     * Claims the database for a restore, which holds the lock of files.
     *
     * @throws FencedException when a restore with a greater token began
     */
    static Fence claim(SidecarPaths beside, RestoreRight right) throws IOException {
        Path file = beside.fence();
        if (!right.isFenced()) {
            return Existence.exists(file) ? overtaking(beside, right.runId()) : new Fence(file, "");
        }
        long before = Existence.exists(file) ? token(file) : 0;
        if (right.token() > 0 && right.token() <= before && !right.isRaisedAbove(before)) {
            throw new FencedException(file + ": a later restore of "
                    + beside.place().file() + " began, on this machine or on another one. Start this restore again");
        }
        return written(file, text(Math.max(before, right.token()), right.runId()));
    }

    /** Claims the database for work without a right, if restores of other machines were here. */
    static Fence overtaking(SidecarPaths beside, String run) throws IOException {
        Path file = beside.fence();
        return Existence.exists(file) ? written(file, text(token(file), run)) : new Fence(file, "");
    }

    private static Fence written(Path file, String text) throws IOException {
        new SwapFiles(SwapListener.NONE).write(file, text);
        return new Fence(file, text);
    }

    /** Returns the token in the file; 0 for a file of another user, who must not be able to refuse a restore. */
    private static long token(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(RegularFiles.trusted(file, MOST_BYTES)));
            return Long.parseLong(SwapJournal.value(properties, "token"));
        } catch (UntrustedFileException | NotRegularException e) {
            LOG.warn("{} It is replaced.", e.getMessage());
            return 0;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": is damaged (" + e.getMessage() + "). Remove it, and restore again", e);
        }
    }

    /** Returns whether no other restore has begun. */
    boolean isOwn() throws IOException {
        return text.isEmpty() || (Existence.exists(file) && text.equals(RegularFiles.trusted(file, MOST_BYTES)));
    }

    /**
     * Requires that no other restore has begun.
     *
     * @throws FencedException when one has
     */
    void require() throws IOException {
        if (!isOwn()) {
            throw new FencedException(
                    file + ": another restore of the database began meanwhile. Its report has the result");
        }
    }

    /** Returns a listener that stops before a change once another restore has begun. */
    SwapListener after(SwapListener first) {
        return step -> {
            first.before(step);
            require();
        };
    }
}
