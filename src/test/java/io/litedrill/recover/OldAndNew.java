package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with a database and the files beside it, and another database that will replace it. */
final class OldAndNew {
    private static final String NEW = "the new database";

    private final LivePlace place;
    private final SidecarPaths beside;
    private final Map<String, String> old = new TreeMap<>();

    private OldAndNew(Path folder) throws IOException {
        this.place = LivePlace.of(folder.resolve("app.db"), Optional.empty());
        this.beside = new SidecarPaths(place);
    }

    /**
     * Creates the old set.
     *
     * @param names of files beside each other, {@code ""} for the database itself, {@code state} for Litestream's
     *     folder, {@code owed} for the pending hook of the old database
     */
    static OldAndNew in(Path folder, String... names) throws IOException {
        OldAndNew made = new OldAndNew(folder);
        for (String name : names) {
            String text = "old " + name;
            if (name.equals("state")) {
                Files.createDirectories(made.place.litestreamState().resolve("generations/x"));
                Files.writeString(made.place.litestreamState().resolve("generations/x/wal"), text);
            } else if (name.equals("owed")) {
                Files.writeString(made.beside.pendingHook(), text);
            } else {
                Files.writeString(folder.resolve("app.db" + name), text);
            }
            made.old.put(name, text);
        }
        return made;
    }

    LivePlace place() {
        return place;
    }

    SidecarPaths beside() {
        return beside;
    }

    /** Returns a swap before its start, with its draft in place. */
    Swap swap(boolean dropOld, SwapListener listener) throws IOException {
        Files.createDirectory(beside.draftFolder());
        Files.writeString(beside.draft(), NEW);
        SwapJournal.OldSet set =
                SwapJournal.OldSet.in(place.folder().resolve("app.db.replaced.20261101T000000Z"), place);
        SwapJournal intent = new SwapJournal(
                KilledRestoreBench.RUN, SwapJournal.Draft.of(beside.draft()), set, old.containsKey(""), dropOld);
        return new Swap(beside, intent, new SwapFiles(listener));
    }

    /** Returns whether the new database has the path. */
    boolean isNew() throws IOException {
        return Files.exists(place.file())
                && Files.readString(place.file(), StandardCharsets.ISO_8859_1).equals(NEW);
    }

    /**
     * Fails unless the old set is complete in its place, or the new database is there alone and the old set complete
     * elsewhere.
     */
    void assertOneOfBoth(boolean oldMayBeGone) throws IOException {
        Map<String, String> live = set(place.file(), place.litestreamState(), beside.pendingHook());
        if (isNew()) {
            assertThat(live).containsOnlyKeys("", "owed");
            assertThat(PendingHook.isOf(beside.pendingHook(), KilledRestoreBench.RUN))
                    .isTrue();
            Path aside = place.folder().resolve("app.db.replaced.20261101T000000Z");
            if (!oldMayBeGone) {
                assertThat(set(aside.resolve("database"), aside.resolve("litestream"), aside.resolve("owed")))
                        .isEqualTo(old);
            } else {
                assertThat(aside).doesNotExist();
            }
        } else {
            assertThat(live).isEqualTo(old);
        }
        assertThat(leftovers()).isEmpty();
    }

    private static Map<String, String> set(Path database, Path state, Path owed) throws IOException {
        Map<String, String> found = set(database, state);
        if (Files.exists(owed)) {
            found.put("owed", Files.readString(owed));
        }
        return found;
    }

    /** Returns the existing files of a database and their contents. */
    static Map<String, String> set(Path database, Path state) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Path file = database.resolveSibling(database.getFileName() + suffix);
            if (Files.exists(file)) {
                found.put(suffix, Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        if (Files.exists(state)) {
            found.put("state", Files.readString(state.resolve("generations/x/wal")));
        }
        return found;
    }

    /** Returns the temporary files of the swap. */
    List<String> leftovers() throws IOException {
        return leftovers(place.folder()).stream()
                .filter(name -> !beside.pendingHook().endsWith(name))
                .toList();
    }

    static List<String> leftovers(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.contains("litedrill"))
                    .toList();
        }
    }
}
