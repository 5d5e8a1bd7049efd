package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import io.litedrill.live.Condition.State;
import io.litedrill.live.Holding;
import io.litedrill.live.LivePlace;
import io.litedrill.live.RecoveredCopy;
import io.litedrill.recover.LiveDatabaseState.Contents;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Expectations.Mode;
import io.litedrill.verify.Verification;
import io.litedrill.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inspects a live database with its {@code -wal} and {@code -journal}, as SQLite would open it. Uses a private copy
 * of all of them, unless no {@code -wal} or {@code -journal} has to be applied. A database in use is not inspected
 * further.
 */
public final class LiveDatabaseInspector {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final Logger LOG = LoggerFactory.getLogger(LiveDatabaseInspector.class);
    /** The number of complaints of SQLite that describe a condition; one damaged page can cause hundreds. */
    private static final int MOST_COMPLAINTS = 3;

    private final Path scratch;
    private final Duration limit;

    /**
     * Creates an inspector with room for a copy.
     *
     * @param scratch the folder for the copy; created when it does not exist
     * @param limit the time limit of SQLite's own check
     */
    public LiveDatabaseInspector(Path scratch, Duration limit) {
        this.scratch = scratch;
        this.limit = limit;
    }

    /** Inspects the database at a place. Never throws: a failure is returned as a state. */
    public LiveDatabaseState judge(LivePlace place) {
        Holding holding = Holding.lasting(place);
        Optional<Contents> seen = contents(place, OptionalLong.empty());
        if (holding.isHeld()) {
            LiveDatabaseState inUse = LiveDatabaseState.of(State.IN_USE, holding.who());
            return new LiveDatabaseState(inUse.condition(), seen, holding.unseen());
        }
        LiveDatabaseState judged = unused(place);
        return new LiveDatabaseState(judged.condition(), judged.contents().or(() -> seen), holding.unseen());
    }

    private LiveDatabaseState unused(LivePlace place) {
        try {
            if (!Existence.exists(place.file())) {
                return LiveDatabaseState.of(State.MISSING, "");
            }
            if (!Files.isRegularFile(place.file(), LinkOption.NOFOLLOW_LINKS)) {
                return LiveDatabaseState.of(State.UNREADABLE, place.file() + " is not a file");
            }
            if (Files.size(place.file()) == 0) {
                return LiveDatabaseState.of(State.EMPTY_FILE, "");
            }
            return isMarked(place.file())
                    ? recovered(place)
                    : LiveDatabaseState.of(State.NOT_A_DATABASE, "it does not begin with the SQLite file header");
        } catch (AccessDeniedException e) {
            return LiveDatabaseState.of(
                    State.UNREADABLE, e.getFile() + ": permission denied. Let Litedrill's user read it");
        } catch (IOException e) {
            return LiveDatabaseState.of(State.UNREADABLE, place.file() + " could not be judged: " + e.getMessage());
        }
    }

    private static boolean isMarked(Path file) throws IOException {
        try (var in = RegularFiles.stream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    private LiveDatabaseState recovered(LivePlace place) throws IOException {
        PrivateFolder.ensure(scratch);
        Path folder = Files.createTempDirectory(scratch, "judged-");
        try {
            RecoveredCopy recovered = RecoveredCopy.of(place, folder);
            return recovered.corrupt().isPresent()
                    ? LiveDatabaseState.of(State.CORRUPT, recovered.corrupt().get())
                    : verified(place, recovered.file());
        } finally {
            remove(folder);
        }
    }

    /**
     * Verifies a database file. Only SQLite's own check counts: a file may be longer than its header says, because
     * some applications preallocate space.
     */
    private LiveDatabaseState verified(LivePlace place, Path file) {
        Expectations expectations = new Expectations(Mode.INTEGRITY_CHECK, false, List.of(), List.of(), limit);
        Verification verification = new Verifier().verify(file, expectations);
        CheckOutcome integrity = verification.checks().stream()
                .filter(check -> check.kind() == CheckKind.INTEGRITY_CHECK)
                .findFirst()
                .orElseThrow();
        // missing application functions or extensions, and rows that break a constraint, do not justify a replacement
        boolean lacking = verification.remarks().needingApplication().contains(integrity);
        State state = switch (integrity.result()) {
            case PASSED -> State.SOUND;
            case FAILED -> State.CORRUPT;
            case INCONCLUSIVE -> lacking ? State.SOUND : State.UNREADABLE;
        };
        String detail = integrity.detail().isEmpty()
                ? ""
                : "integrity_check: " + integrity.details().shortened(MOST_COMPLAINTS);
        return new LiveDatabaseState(
                LiveDatabaseState.of(state, detail).condition(),
                contents(place, verification.userVersion()),
                Optional.empty());
    }

    private static Optional<Contents> contents(LivePlace place, OptionalLong userVersion) {
        try {
            long bytes = Files.size(place.file());
            Instant modified = Files.getLastModifiedTime(place.file()).toInstant();
            Path wal = place.companion("-wal");
            if (RegularFiles.is(wal) && Files.size(wal) > 0) {
                bytes += Files.size(wal);
                Instant walModified = Files.getLastModifiedTime(wal).toInstant();
                modified = walModified.isAfter(modified) ? walModified : modified;
            }
            return Optional.of(new Contents(bytes, modified, userVersion));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void remove(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            LOG.warn("{}: could not be removed; remove it by hand", folder, e);
        }
    }
}
