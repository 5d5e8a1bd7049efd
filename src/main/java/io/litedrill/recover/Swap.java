package io.litedrill.recover;

import static io.litedrill.recover.SwapFiles.exists;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a verified database in the place of another, so that a crash at any instant loses neither.
 *
 * <p>The order is what makes it safe. Whoever opens the path sees the old database with all that belongs to it, nothing, or the new one
 * alone: the database file goes first, then what SQLite would apply to whatever is at the path, and only then the new one comes.
 * An application that starts in between makes an empty database, and SQLite deletes a {@code -wal} or {@code -journal} that it finds
 * beside one; they have second names with the old set by then. What such an application made is moved aside too, never deleted.
 *
 * <p>Each method can be carried out again after it was killed anywhere.
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

    /** Whether the new database has the path. */
    boolean isNewInPlace() throws IOException {
        return intent.draft().is(place.file());
    }

    /** Whether the old database has left the path. */
    boolean isOldMoved() {
        return !intent.hadDatabase() || exists(intent.old().database());
    }

    /** Writes down what is about to be done. */
    void announce() throws IOException {
        files.at(SwapStep.WRITE_INTENT);
        files.write(beside.intent(), intent.text());
    }

    /**
     * Does it, or goes on with it.
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

    /** Frees the path and the names beside it: what is kept loses its old name, what somebody else put there moves as it is. */
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

    /** Where what appeared since the swap began goes. */
    private Path since() {
        return intent.old().folder().resolveSibling(intent.old().folder().getFileName() + "-since");
    }

    /** The folder that a stranger's database went to last. */
    private Path newestStrangers() {
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

    /** Says what the new database owes before anybody can open it. What the one before owed is its own: where there is none, nothing. */
    private void owe() throws IOException {
        files.at(SwapStep.OWE);
        if (exists(beside.owed()) && !PendingHook.isOf(beside.owed(), intent.run())) {
            if (intent.hadDatabase()) {
                files.makeFolder(intent.old().folder());
                files.move(beside.owed(), intent.old().owed());
            } else {
                files.delete(beside.owed());
            }
        }
        if (intent.run().owing() && !exists(beside.owed())) {
            files.write(beside.owed(), PendingHook.of(intent).text());
        }
    }

    private void oweAsBefore() throws IOException {
        if (PendingHook.isOf(beside.owed(), intent.run())) {
            files.delete(beside.owed());
        }
        if (exists(intent.old().owed())) {
            files.move(intent.old().owed(), beside.owed());
        }
    }

    /**
     * Deletes what nothing needs once the new database has the path. What cannot be deleted takes nothing from the new database.
     *
     * @return what could not be deleted, and why; then the intent says that nothing else is left to do
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

    /** Forgets what could not be deleted, so that no later restore waits for it. */
    List<String> retire() {
        List<String> problems = new ArrayList<>();
        files.at(SwapStep.REMOVE_INTENT);
        attempt(problems, () -> files.delete(beside.intent()));
        return problems;
    }

    /** Deletes something that nothing needs. */
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

    /** Gives up where the old database never left its place: only what this swap made goes. */
    void abandon() throws IOException {
        files.at(SwapStep.UNDO);
        if (exists(intent.old().database())
                || exists(intent.old().state())
                || exists(intent.old().owed())) {
            throw new IOException(intent.old().folder() + ": holds the old database still; nothing is deleted");
        }
        files.deleteTree(intent.old().folder());
        files.delete(beside.intent());
        files.deleteTree(beside.draftFolder());
    }

    /** Puts the old set back where it was, the database last. */
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
