package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.Format;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.Restored;
import io.litedrill.files.FileTree;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.recover.RestoreReport.Run;
import io.litedrill.replica.Point;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores a database to a new file. The file gets its name only after the database in it passed all checks: either the
 * file exists and is sound, or it does not exist.
 */
public final class FileRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(FileRestorer.class);

    private final ReadingCache cache;
    private final ReplicaHistory experience;
    private final InstantSource clock;
    private final Ownership.Wanted mode;

    /** Creates a restorer without drill history. */
    public FileRestorer(ReadingCache cache, InstantSource clock) {
        this(cache, ReplicaHistory.NONE, clock);
    }

    /**
     * Creates a restorer with drill history, which detects missing files and compares the result with the last good
     * drills.
     */
    public FileRestorer(ReadingCache cache, ReplicaHistory experience, InstantSource clock) {
        this(cache, experience, clock, Ownership.Wanted.AS_FOLDER);
    }

    private FileRestorer(ReadingCache cache, ReplicaHistory experience, InstantSource clock, Ownership.Wanted mode) {
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
        this.mode = mode;
    }

    /** Returns a restorer that gives new files this mode where no live database provides one. */
    public FileRestorer with(Ownership.Wanted wanted) {
        return new FileRestorer(cache, experience, clock, wanted);
    }

    /**
     * Restores to a new file. Never throws: failures are part of the report. Any outcome other than
     * {@link Outcome#RESTORED} means that nothing changed.
     */
    public RestoreReport restore(RestoreOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Path output = order.target().output().toAbsolutePath();
        Optional<String> obstacle = obstacle(output);
        if (obstacle.isPresent()) {
            return report(order, start, new Ending(Outcome.REFUSED, obstacle.get()));
        }
        progress.phase(RestorePhase.PLANNING);
        try (Output place = Output.open(output, order.runId())) {
            DraftRestore.Request request = new DraftRestore.Request(
                    order.watched(),
                    order.target().point(),
                    order.expectations(),
                    permissions(order),
                    DraftRestore.Requirements.size(LiveRows.ofRunning(order.watched(), clock)));
            return conclude(
                    order,
                    start,
                    new DraftRestore(cache, experience, clock).restore(request, place.draft(), progress),
                    place);
        } catch (IOException e) {
            String reason = output + ": a file cannot be created there: " + e.getMessage();
            return report(order, start, new Ending(Outcome.REFUSED, reason));
        }
    }

    /** Removes the draft of a killed restore. The output file itself is complete and sound, or does not exist. */
    public static void sweep(Path output, String runId) {
        try {
            FileTree.delete(Output.drafts(output, runId));
        } catch (IOException e) {
            LOG.warn("{}: what a killed restore left could not be removed", output, e);
        }
    }

    /**
     * Returns the permissions with a smaller result permitted: a requested earlier state differs in size, and a new
     * file replaces no data.
     */
    private static Permissions permissions(RestoreOrder order) {
        return order.target().point() instanceof Point.Newest
                ? order.permissions()
                : order.permissions().withAcceptSmaller();
    }

    private static Optional<String> obstacle(Path output) {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(output + ": the folder is not there. Create it, or name another file");
        }
        return Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(output + ": is there already. Name a file that is not; nothing is ever overwritten")
                : Optional.empty();
    }

    private RestoreReport conclude(RestoreOrder order, Instant start, Drafted drafted, Output place) {
        if (drafted instanceof Drafted.Unfit unfit) {
            return report(order, start, unfit.ending(), unfit.findings());
        }
        Drafted.Sound sound = (Drafted.Sound) drafted;
        Path output = order.target().output().toAbsolutePath();
        Optional<Ending> failure =
                putInPlace(place, Ownership.mode(order.watched().live(), mode), output);
        Ending ending =
                failure.orElse(new Ending(Outcome.RESTORED, sound.restored().isMalformed() ? malformed(output) : ""));
        Optional<Restored> restored = failure.isEmpty() ? Optional.of(sound.restored()) : Optional.empty();
        return new RestoreReport(order.watched().id(), run(order, start), ending, restored, sound.findings());
    }

    private static String malformed(Path output) {
        return output
                + " is malformed, as --accept-malformed allows. No application must open it. To recover what can be read"
                + " into a new database: sqlite3 " + Format.quoted(output.toString())
                + " .recover | sqlite3 recovered.db";
    }

    private static Optional<Ending> putInPlace(Output place, Set<PosixFilePermission> mode, Path output) {
        try {
            place.publish(mode);
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.of(new Ending(Outcome.REFUSED, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(new Ending(Outcome.FAILED, output + ": could not be put in place: " + e.getMessage()));
        }
    }

    private RestoreReport report(RestoreOrder order, Instant start, Ending ending) {
        return report(order, start, ending, List.of());
    }

    private RestoreReport report(RestoreOrder order, Instant start, Ending ending, List<Finding> findings) {
        return new RestoreReport(order.watched().id(), run(order, start), ending, Optional.empty(), findings);
    }

    private Run run(RestoreOrder order, Instant start) {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        Path output = order.target().output().toAbsolutePath();
        return new Run(order.runId(), start, seconds, output, Optional.empty());
    }
}
