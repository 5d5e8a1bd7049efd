package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names the files that a restore in place keeps beside a database. No name ends in a usual database suffix, so no
 * pattern such as {@code *.db} matches one.
 */
record SidecarPaths(LivePlace place) {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The longest name of a database whose files here have the 255 bytes that file systems allow. */
    static final int MOST_NAME_BYTES = 190;

    private static final String PROBE = "litedrill-probe";
    private static final String ASIDE = "\\.(replaced|corrupted)\\.[0-9]{8}T[0-9]{6}Z(-[0-9]{1,9})?";

    /** Returns whether there can be files of a restore: with a longer name, a restore in place is refused. */
    boolean canExist() {
        return nameBytes() <= MOST_NAME_BYTES;
    }

    /** Returns the length of the database's name in bytes. */
    int nameBytes() {
        return place.name().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Returns the private folder that the database is restored to. Other users have no access to it, with any mode of
     * a file in it.
     */
    Path draftFolder() {
        return hidden("litedrill-new");
    }

    /** Returns the path of the restored database before it is put in place. */
    Path draft() {
        return draftFolder().resolve("database");
    }

    /** Returns the path of the {@link SwapJournal}. */
    Path intent() {
        return hidden("litedrill-intent");
    }

    /** Returns the path of the {@link PendingHook} marker. */
    Path pendingHook() {
        return hidden("litedrill-owed");
    }

    /** Returns the path of the {@link Fence}. */
    Path fence() {
        return hidden("litedrill-fence");
    }

    /** Returns the path of the lock file, which is locked while a restore runs. */
    Path lock() {
        return hidden("litedrill-restore.lock");
    }

    /**
     * Returns the path of a folder that tests whether owner and mode can be kept. Each call returns another one,
     * because several commands may test at the same time.
     */
    Path probe() {
        return hidden(PROBE + "." + UUID.randomUUID());
    }

    /** Returns the folders of tests that were killed, and of tests that run now. */
    private List<Path> probes() throws IOException {
        String begin = String.valueOf(hidden(PROBE).getFileName());
        List<Path> probes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                place.folder(), entry -> String.valueOf(entry.getFileName()).startsWith(begin))) {
            entries.forEach(probes::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return probes;
    }

    /** Returns a folder for the replaced files that does not exist yet. */
    Path aside(String kind, Instant now) throws IOException {
        return free(place.folder().resolve(place.name() + "." + kind + "." + UTC.format(now)));
    }

    /** Returns this folder, or the first one with a number appended that does not exist yet. */
    static Path free(Path wanted) throws IOException {
        Path folder = wanted;
        for (int number = 2; Existence.exists(folder); number++) {
            folder = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return folder;
    }

    /** Removes the files of a restore that was killed before its swap. Requires the lock. */
    void sweep() throws IOException {
        SwapFiles files = new SwapFiles(SwapListener.NONE);
        for (Path probe : probes()) {
            files.deleteTree(probe);
        }
        files.deleteTree(intent().resolveSibling(intent().getFileName() + ".tmp"));
        files.deleteTree(pendingHook().resolveSibling(pendingHook().getFileName() + ".tmp"));
        files.deleteTree(fence().resolveSibling(fence().getFileName() + ".tmp"));
        files.deleteTree(draftFolder());
    }

    /** Returns true for a folder that {@link #aside} could have named. */
    boolean isAside(Path folder) {
        return place.folder().equals(folder.getParent())
                && String.valueOf(folder.getFileName()).matches(Pattern.quote(place.name()) + ASIDE);
    }

    private Path hidden(String what) {
        return place.folder().resolve("." + place.name() + "." + what);
    }
}
