package io.litedrill.recover;

import static io.litedrill.files.Existence.exists;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces a database by a verified one, so that a crash at any instant loses neither.
 *
 * <p>The order of the steps makes this safe. A process that opens the path sees one of three states: the old database
 * with all of its files, nothing, or the new database alone. The old database file moves first, then the files that
 * SQLite would apply to any database at the path, and only then the new database is put in place. An application that
 * starts in between creates an empty database, and SQLite deletes a {@code -wal} or {@code -journal} that it finds
 * beside an empty one; these files already have a second name in the folder of the old set by then. The files that such
 * an application created are also moved aside and never deleted.
 *
 * <p>Each method can be repeated after the process was killed at any point.
 */
final class Swap {
    private final SidecarPaths beside;
    private final LivePlace place;
    private final SwapJournal intent;
    private final SwapFiles files;

    Swap(SidecarPaths beside, SwapJournal intent, SwapFiles files) {
        this.beside = beside;
        this.place = beside.place();
        this.intent = intent;
        this.files = files;
    }

    /** Returns true when the new database has the path. */
    boolean isNewInPlace() throws IOException {
        return intent.draft().is(place.file());
    }

    /** Returns true when the old database has left the path. */
    boolean isOldMoved() throws IOException {
        return !intent.hadDatabase() || exists(intent.old().database());
    }

    /** Writes the journal of the swap. */
    void announce() throws IOException {
        files.at(SwapStep.WRITE_INTENT);
        files.write(beside.intent(), intent.text());
    }

    /**
     * Performs the swap, or continues an interrupted one.
     *
     * @return as {@link #finish}
     */
    List<String> forward() throws IOException {
        if (!isNewInPlace()) {
            if (intent.hadDatabase() && !isOldMoved()) {
                keepCompanions();
                files.at(SwapStep.MOVE_DATABASE);
                files.makeFolder(intent.old().folder());
                files.move(place.file(), intent.old().database());
            } else if (!intent.hadDatabase() && !exists(place.file())) {
                keepCompanions();
            }
            setStrangersAside(SwapStep.CLEAR_COMPANIONS);
            moveState();
            owe();
            files.at(SwapStep.PLACE_NEW);
            files.place(beside.draft(), place.file());
        }
        return finish();
    }

    private void keepCompanions() throws IOException {
        files.at(SwapStep.KEEP_COMPANIONS);
        for (String suffix : LivePlace.COMPANIONS) {
            Path companion = place.companion(suffix);
            if (exists(companion) && !exists(intent.old().companion(suffix))) {
                files.makeFolder(intent.old().folder());
                files.keep(companion, intent.old().companion(suffix));
            }
        }
    }

    /**
     * Frees the path and the names beside it. A file that is already kept loses its old name; a file that another
     * process created is moved aside.
     */
    private void setStrangersAside(SwapStep step) throws IOException {
        files.at(step);
        if (exists(place.file())) {
            Path strangers = SidecarPaths.free(since());
            files.makeFolder(strangers);
            files.move(place.file(), strangers.resolve("database"));
        }
        for (String suffix : LivePlace.COMPANIONS) {
            clear(place.companion(suffix), intent.old().companion(suffix), suffix);
        }
    }

    private void clear(Path companion, Path kept, String suffix) throws IOException {
        if (!exists(companion)) {
            return;
        }
        if (exists(kept) && SwapFiles.isSame(companion, kept)) {
            files.delete(companion);
            return;
        }
        Path strangers = newestStrangers();
        files.makeFolder(strangers);
        Path free = SidecarPaths.free(strangers.resolve("database" + suffix));
        files.move(companion, free);
    }

    /** Returns the folder for the files that appeared since the swap began. */
    private Path since() {
        return intent.old().folder().resolveSibling(intent.old().folder().getFileName() + "-since");
    }

    /** Returns the folder that the last database of another process was moved to. */
    private Path newestStrangers() throws IOException {
        Path newest = since();
        for (int number = 2; ; number++) {
            Path next = since().resolveSibling(since().getFileName() + "-" + number);
            if (!exists(next)) {
                return newest;
            }
            newest = next;
        }
    }

    private void moveState() throws IOException {
        files.at(SwapStep.MOVE_STATE);
        if (!exists(place.litestreamState())) {
            return;
        }
        if (exists(intent.old().state())) {
            files.makeFolder(newestStrangers());
            files.move(
                    place.litestreamState(), SidecarPaths.free(newestStrangers().resolve("litestream")));
            return;
        }
        if (intent.old().state().startsWith(intent.old().folder())) {
            files.makeFolder(intent.old().folder());
        }
        files.move(place.litestreamState(), intent.old().state());
    }

    /**
     * Writes the pending-hook marker of the new database before the database becomes visible. The marker of the old
     * database moves aside with it; without an old database, its marker is deleted.
     */
    private void owe() throws IOException {
        files.at(SwapStep.MARK_HOOK);
        if (exists(beside.pendingHook()) && !PendingHook.isOf(beside.pendingHook(), intent.run())) {
            if (intent.hadDatabase()) {
                files.makeFolder(intent.old().folder());
                files.move(beside.pendingHook(), intent.old().pendingHook());
            } else {
                files.delete(beside.pendingHook());
            }
        }
        if (intent.run().hookPending() && !exists(beside.pendingHook())) {
            files.write(beside.pendingHook(), PendingHook.of(intent).text());
        }
    }

    private void oweAsBefore() throws IOException {
        if (PendingHook.isOf(beside.pendingHook(), intent.run())) {
            files.delete(beside.pendingHook());
        }
        if (exists(intent.old().pendingHook())) {
            files.move(intent.old().pendingHook(), beside.pendingHook());
        }
    }

    /**
     * Deletes the files that are not needed once the new database has the path. A failed deletion does not affect the
     * new database.
     *
     * @return the files that could not be deleted, with the reasons; the journal then records that no other step is
     *     left
     */
    List<String> finish() {
        List<String> problems = new ArrayList<>();
        files.at(SwapStep.PLACE_NEW);
        attempt(problems, () -> files.deleteTree(beside.draftFolder()));
        files.at(SwapStep.DROP_OLD);
        if (intent.dropOld()) {
            attempt(problems, () -> drop(intent.old().folder()));
            attempt(problems, () -> drop(intent.old().state()));
        }
        files.at(SwapStep.REMOVE_INTENT);
        if (problems.isEmpty()) {
            attempt(problems, () -> files.delete(beside.intent()));
        } else if (!intent.draft().placed()) {
            attempt(
                    problems,
                    () -> files.write(beside.intent(), intent.withPlaced().text()));
        }
        return List.copyOf(problems);
    }

    private void drop(Path old) throws IOException {
        if (intent.draft().placed() || isNewInPlace()) {
            files.deleteTree(old);
        }
    }

    /** Deletes the journal although files could not be deleted, so that no later restore waits for them. */
    List<String> retire() {
        List<String> problems = new ArrayList<>();
        files.at(SwapStep.REMOVE_INTENT);
        attempt(problems, () -> files.delete(beside.intent()));
        return problems;
    }

    /** Deletes a file that is no longer needed. */
    @FunctionalInterface
    private interface Deletion {
        void run() throws IOException;
    }

    private static void attempt(List<String> problems, Deletion deletion) {
        try {
            deletion.run();
        } catch (IOException e) {
            problems.add(e.toString());
        }
    }

    /** Abandons a swap whose old database never left its path. Deletes only the files of this swap. */
    void abandon() throws IOException {
        files.at(SwapStep.UNDO);
        if (exists(intent.old().database())
                || exists(intent.old().state())
                || exists(intent.old().pendingHook())) {
            throw new IOException(intent.old().folder() + ": holds the old database still; nothing is deleted");
        }
        files.deleteTree(intent.old().folder());
        files.delete(beside.intent());
        files.deleteTree(beside.draftFolder());
    }

    /** Moves the old set back to its place, the database last. */
    void undo() throws IOException {
        if (intent.hadDatabase() && !isOldMoved()) {
            abandon();
            return;
        }
        setStrangersAside(SwapStep.UNDO);
        oweAsBefore();
        stateBack();
        for (String suffix : LivePlace.COMPANIONS) {
            if (exists(intent.old().companion(suffix))) {
                files.keep(intent.old().companion(suffix), place.companion(suffix));
            }
        }
        if (exists(intent.old().database())) {
            files.move(intent.old().database(), place.file());
        }
        abandon();
    }

    private void stateBack() throws IOException {
        if (!exists(intent.old().state())) {
            return;
        }
        if (exists(place.litestreamState())) {
            files.makeFolder(newestStrangers());
            files.move(
                    place.litestreamState(), SidecarPaths.free(newestStrangers().resolve("litestream")));
        }
        files.move(intent.old().state(), place.litestreamState());
    }
}
