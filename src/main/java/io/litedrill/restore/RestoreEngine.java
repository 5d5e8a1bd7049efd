package io.litedrill.restore;

import io.litedrill.files.Existence;
import io.litedrill.replica.LtxFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Restores a plan into a new file. The database is written beside its place under another name, synced, and only then
 * given its name: the file is complete, or does not exist. The engine never overwrites a file. Its memory use is a
 * few buffers and one bit per page, for a database of any size.
 */
public final class RestoreEngine {
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");
    /** The longest name of a file, in bytes. A longer one cannot exist, and cannot be read. */
    private static final int LONGEST_NAME = 255;

    private RestoreEngine() {}

    /**
     * Restores into a file that must not exist, in an existing folder.
     *
     * @return size of the database in bytes
     * @throws FileAlreadyExistsException when the file exists, or a {@code -wal}, {@code -shm} or {@code -journal}
     *     beside it, which SQLite would apply to the new database
     * @throws RestoreException when the replica cannot produce the database; no file is left behind
     * @throws io.litedrill.storage.StorageException when the store fails; no file is left behind
     * @throws IOException when the file cannot be written, or the thread was interrupted; no file is left behind
     */
    public static long restore(RestorePlan plan, Path output, RestoreListener listener) throws IOException {
        try (UnsyncedDatabase database = restore(plan, output, listener, UnsyncedDatabase::sync)) {
            return database.bytes();
        }
    }

    /**
     * Restores as {@link #restore(RestorePlan, Path, RestoreListener)} does, but the file may be incomplete after a
     * crash of the system until {@link UnsyncedDatabase#sync} has ended. So the file must not be the final one.
     *
     * @return the database, to be closed
     * @throws IOException as there
     */
    public static UnsyncedDatabase restoreUnsynced(RestorePlan plan, Path output, RestoreListener listener)
            throws IOException {
        return restore(plan, output, listener, database -> {});
    }

    /** Runs before a database gets its name. */
    @FunctionalInterface
    private interface BeforeName {
        void prepare(UnsyncedDatabase database) throws IOException;
    }

    private static UnsyncedDatabase restore(RestorePlan plan, Path output, RestoreListener listener, BeforeName before)
            throws IOException {
        Path place = output.toAbsolutePath();
        refuseToMix(place);
        Path draft = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".litedrill");
        try {
            UnsyncedDatabase database =
                    UnsyncedDatabase.create(draft, target -> replay(Replay.of(plan), target, draft, listener));
            named(database, draft, place, before);
            return database;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Gives a database its name. Closes it if that fails. */
    private static void named(UnsyncedDatabase database, Path draft, Path place, BeforeName before) throws IOException {
        boolean named = false;
        try {
            before.prepare(database);
            putInPlace(draft, place);
            named = true;
        } finally {
            if (!named) {
                database.close();
            }
        }
    }

    private static void refuseToMix(Path place) throws IOException {
        refuseExisting(place, "is there already; a restore goes to a new file");
        for (String suffix : COMPANIONS) {
            String companion = place.getFileName() + suffix;
            if (companion.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME) {
                refuseExisting(
                        place.resolveSibling(companion),
                        "stands beside the output; SQLite would apply it to the restored database");
            }
        }
    }

    private static void refuseExisting(Path path, String reason) throws IOException {
        if (Existence.exists(path)) {
            throw new FileAlreadyExistsException(path.toString(), null, reason);
        }
    }

    /** Reads and verifies the files of a replay, and gives the pages of the resulting database to a target. */
    static void replay(Replay replay, PageTarget target, Path draft, RestoreListener listener) throws IOException {
        if (replay.files().get(0) instanceof LtxFile) {
            new LtxReplay(replay, listener).writeTo(target);
        } else {
            Path spill = draft.resolveSibling(draft.getFileName() + ".pending");
            new WalReplay(replay, listener, target, spill).write();
        }
    }

    /**
     * Gives a finished file its name, durably.
     *
     * @param draft a file in the same folder; afterwards it does not exist or is another name of the same file
     * @throws FileAlreadyExistsException when the file exists, or a companion file that SQLite would apply to it
     */
    public static void putInPlace(Path draft, Path place) throws IOException {
        refuseToMix(place);
        // a move would replace a file that appeared meanwhile; a link does not
        try {
            Files.createLink(place, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(draft, place);
        }
        syncFolder(place);
    }

    private static void syncFolder(Path place) throws IOException {
        Path folder = place.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
