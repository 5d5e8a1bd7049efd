package io.litedrill.recover;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.Properties;

/**
 * That what the owner runs after a restore in place has not succeeded yet. It is a file beside the database, from before the restored
 * database gets its path until the command has succeeded, or the owner removes it.
 *
 * @param run the restore that owes it
 * @param old the folder that the old set went to; it need not be there
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
     * Reads it.
     *
     * @throws IOException also when it is not what this version writes, or another user may have written it
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

    /** Whether the note in a file is of this run; one that cannot be read is of another. */
    static boolean isOf(Path file, SwapJournal.Run run) {
        try {
            return SwapFiles.exists(file) && read(file).run().id().equals(run.id());
        } catch (IOException e) {
            return false;
        }
    }

    /** The folder of the old set, where it is there still. */
    Optional<Path> aside() {
        return Optional.of(old).filter(SwapFiles::exists);
    }
}
