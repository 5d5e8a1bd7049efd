package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.Properties;

/**
 * Marks that {@code restore.after} has not yet succeeded after a restore in place. The marker is a file beside the
 * database. It is written before the restored database gets its path, and exists until the command succeeds or the user
 * removes it.
 *
 * @param run the restore that the hook belongs to
 * @param old the folder that the replaced files were moved to; it need not exist
 */
record PendingHook(SwapJournal.Run run, Path old) {
    private static final int MOST_BYTES = 1 << 16;
    private static final String COMMENT =
            "restore.after of this database has not succeeded yet: litedrill ensure runs it again."
                    + " Remove this file where it was done by hand.";

    static PendingHook of(SwapJournal intent) {
        return new PendingHook(intent.run(), intent.old().folder());
    }

    String text() throws IOException {
        Properties properties = new Properties();
        run.writeTo(properties);
        properties.setProperty("bytes", Long.toString(run.restored().databaseBytes()));
        properties.setProperty("old.folder", old.toString());
        StringWriter text = new StringWriter();
        properties.store(text, COMMENT);
        return text.toString();
    }

    /**
     * Reads a marker file.
     *
     * @throws IOException also when the content is not in this version's format, or another user may have written it
     */
    static PendingHook read(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(RegularFiles.trusted(file, MOST_BYTES)));
            long bytes = Long.parseLong(SwapJournal.value(properties, "bytes"));
            return new PendingHook(
                    SwapJournal.Run.of(properties, bytes), Path.of(SwapJournal.value(properties, "old.folder")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("is damaged (" + e.getMessage() + ")", e);
        }
    }

    /** Returns true when a marker file belongs to this run; false for a file that cannot be read. */
    static boolean isOf(Path file, SwapJournal.Run run) {
        return isOf(file, run, false);
    }

    /** Returns false only when it is known that no marker file belongs to this run. */
    static boolean mayBeOf(Path file, SwapJournal.Run run) {
        return isOf(file, run, true);
    }

    private static boolean isOf(Path file, SwapJournal.Run run, boolean unreadable) {
        try {
            return Existence.exists(file) && read(file).run().id().equals(run.id());
        } catch (IOException e) {
            return unreadable;
        }
    }

    /** Returns the folder of the replaced files, if it still exists. */
    Optional<Path> aside() {
        return Optional.of(old).filter(Existence::mayExist);
    }
}
