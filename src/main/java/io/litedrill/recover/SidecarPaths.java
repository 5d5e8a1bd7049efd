package io.litedrill.recover;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of what a restore in place keeps beside a database. None ends as databases do, so that no pattern such as {@code *.db} finds it. */
record SidecarPaths(LivePlace place) {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String ASIDE = "\\.(replaced|corrupted)\\.[0-9]{8}T[0-9]{6}Z(-[0-9]{1,9})?";

    /** Where the database is restored to: nobody else's, whatever the mode of a file in it. */
    Path draftFolder() {
        return hidden("litedrill-new");
    }

    /** The database that is restored, until it gets the path. */
    Path draft() {
        return draftFolder().resolve("database");
    }

    /** What a swap is about to do. */
    Path intent() {
        return hidden("litedrill-intent");
    }

    /** That what is to run after a restore has not succeeded yet: {@link PendingHook}. */
    Path owed() {
        return hidden("litedrill-owed");
    }

    /** Locked while a restore runs. */
    Path lock() {
        return hidden("litedrill-restore.lock");
    }

    /** A file to try on whether owner and mode can be kept. */
    Path probe() {
        return hidden("litedrill-probe");
    }

    /** A folder that is not there yet, for the old set. */
    Path aside(String kind, Instant now) {
        return free(place.folder().resolve(place.name() + "." + kind + "." + UTC.format(now)));
    }

    /** This folder, or the first with a number behind it that is not there yet. */
    static Path free(Path wanted) {
        Path folder = wanted;
        for (int number = 2; SwapFiles.exists(folder); number++) {
            folder = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return folder;
    }

    /** Removes what a restore leaves that was killed before its swap. Only under the lock. */
    void sweep() throws IOException {
        SwapFiles files = new SwapFiles(SwapListener.NONE);
        files.deleteTree(probe());
        files.deleteTree(intent().resolveSibling(intent().getFileName() + ".tmp"));
        files.deleteTree(owed().resolveSibling(owed().getFileName() + ".tmp"));
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
