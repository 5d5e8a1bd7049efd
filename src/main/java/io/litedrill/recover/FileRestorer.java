package io.litedrill.recover;

import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.LiveMemory.RestoredFile;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.SoundRestore;
import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.recover.DraftRestore.Requirements;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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
     * Returns why a file cannot be written; empty when it can. Called before anything is read.
     *
     * @param output an absolute path
     */
    public static Optional<Refusal> obstacle(Path output) {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(Refusal.of(output + ": the folder is not there. Create it, or name another file"));
        }
        try {
            return Existence.exists(output)
                    ? Optional.of(Refusal.of(
                            output + ": is there already. Name a file that is not; nothing is ever overwritten"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    Refusal.of(output + ": may be there already, which cannot be read (" + e + "). Name another file"));
        }
    }

    /** Restores to a new file. Never throws: failures are part of the report. */
    public RestoreReport restore(RestoreRequest request, RestoreSource source, RestoreListener progress) {
        Path output = request.output();
        RestoreStart start = RestoreStart.of(request, source.watched().id(), output, clock);
        Optional<Refusal> obstacle = obstacle(output);
        if (obstacle.isPresent()) {
            return start.end(obstacle.get(), List.of(), clock);
        }
        progress.phase(RestorePhase.PLANNING);
        try (Output place = Output.open(output, request.runId())) {
            Requirements size = Requirements.size(LiveRows.ofRunning(source.watched(), clock));
            Drafted drafted = new DraftRestore(cache, experience, clock)
                    .restore(new DraftRestore.Draft(request, source, size), place.draft(), progress);
            Set<PosixFilePermission> rights = Ownership.mode(source.watched().live(), mode);
            remember(drafted, source, place.draft(), output);
            return start.end(ended(drafted, place, rights, output, progress), drafted.findings(), clock);
        } catch (IOException e) {
            String reason = output + ": a file cannot be created there: " + e.getMessage();
            return start.end(Refusal.of(reason), List.of(), clock);
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

    /** Stores which state the new file is, if the output is the live path of the database. */
    private void remember(Drafted drafted, RestoreSource source, Path draft, Path output) throws IOException {
        boolean live = source.watched().live().filter(output::equals).isPresent();
        if (live && drafted instanceof Drafted.Sound sound) {
            RestoredFile file = RestoredFile.of(draft, sound.restored().point(), clock.instant());
            experience.remember(source.watched().id(), new LiveMemory(output, Optional.of(file)));
        }
    }

    private static RestoreOutcome ended(
            Drafted drafted, Output place, Set<PosixFilePermission> rights, Path output, RestoreListener progress) {
        if (drafted instanceof Drafted.Unfit unfit) {
            return unfit.outcome();
        }
        Drafted.Sound sound = (Drafted.Sound) drafted;
        if (!progress.mayReplace()) {
            return RestoreOutcome.inconclusive(SoundRestore.STOPPED);
        }
        Optional<Unwritten> failure = putInPlace(place, rights, output);
        if (failure.isPresent()) {
            return failure.get();
        }
        Hint reason = sound.restored().isMalformed() ? Hint.text(malformed(output)) : sound.reason();
        return RestoreOutcome.written(Optional.of(sound.restored()), reason, sound.findings());
    }

    private static String malformed(Path output) {
        return output
                + " is malformed, as --accept-malformed allows. No application must open it. To recover what can be"
                + " read into a new database: sqlite3 " + Format.quoted(output.toString())
                + " .recover | sqlite3 recovered.db";
    }

    private static Optional<Unwritten> putInPlace(Output place, Set<PosixFilePermission> rights, Path output) {
        try {
            place.publish(rights);
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.of(Refusal.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(RestoreOutcome.failed(output + ": could not be put in place: " + e.getMessage()));
        }
    }
}
