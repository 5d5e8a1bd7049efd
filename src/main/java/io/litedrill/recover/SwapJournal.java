package io.litedrill.recover;

import io.litedrill.drill.Restored;
import io.litedrill.drill.Source;
import io.litedrill.files.Existence;
import io.litedrill.files.RegularFiles;
import io.litedrill.live.LivePlace;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Records the steps of a swap. The journal is written before the first move.
 *
 * @param run the restore that it belongs to
 * @param draft the verified database, still beside its destination
 * @param old the destination of the old set
 * @param hadDatabase whether a database existed at the path
 * @param dropOld whether the old set is deleted once the new database is in place
 */
record SwapJournal(Run run, Draft draft, OldSet old, boolean hadDatabase, boolean dropOld) {
    private static final String VERSION = "1";
    /** A path has at most 4 KiB, and there are two. */
    private static final int MOST_BYTES = 1 << 16;

    /**
     * Holds the facts for the report of a restore that cannot write its own report.
     *
     * @param id the id of the run, unique in one history
     * @param replica the name of the replica that it reads
     * @param restored the restored state, without the outcomes of the checks
     * @param hookPending whether {@code restore.after} must run once the database is in place
     */
    record Run(String id, String replica, Instant startedAt, Restored restored, boolean hookPending) {
        void writeTo(Properties properties) {
            properties.setProperty("run", id);
            properties.setProperty("replica", replica);
            properties.setProperty("started_at", startedAt.toString());
            properties.setProperty("owing", Boolean.toString(hookPending));
            properties.setProperty("time", restored.point().time().toString());
            properties.setProperty("position", restored.point().position().toString());
            restored.userVersion().ifPresent(version -> properties.setProperty("user_version", Long.toString(version)));
            TimeRequest request = restored.request();
            request.time().ifPresent(time -> properties.setProperty("requested", time.toString()));
            properties.setProperty("source", restored.source().name());
            properties.setProperty("after_newest", Boolean.toString(request.afterNewest()));
            request.next().ifPresent(next -> {
                properties.setProperty("next.time", next.time().toString());
                properties.setProperty("next.position", next.position().toString());
            });
        }

        static Run of(Properties properties, long bytes) {
            RecoveryPoint point = new RecoveryPoint(
                    Instant.parse(value(properties, "time")), Position.parse(value(properties, "position")));
            String version = properties.getProperty("user_version", "");
            OptionalLong userVersion =
                    version.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(version));
            return new Run(
                    value(properties, "run"),
                    value(properties, "replica"),
                    Instant.parse(value(properties, "started_at")),
                    new Restored(
                                    point,
                                    request(properties),
                                    userVersion,
                                    bytes,
                                    OptionalLong.empty(),
                                    List.of(),
                                    Optional.empty())
                            .from(source(properties)),
                    Boolean.parseBoolean(properties.getProperty("owing")));
        }

        /** Reads the source; earlier versions have restored from the replica. */
        private static Source source(Properties properties) {
            return Source.valueOf(properties.getProperty("source", Source.REPLICA.name()));
        }

        /** Reads the requested time, also from a journal of an earlier version. */
        private static TimeRequest request(Properties properties) {
            Optional<Instant> time =
                    Optional.ofNullable(properties.getProperty("requested")).map(Instant::parse);
            Optional<RecoveryPoint> next = Optional.ofNullable(properties.getProperty("next.time"))
                    .map(later -> new RecoveryPoint(
                            Instant.parse(later), Position.parse(value(properties, "next.position"))));
            return new TimeRequest(time, Boolean.parseBoolean(properties.getProperty("after_newest")), next);
        }
    }

    /**
     * The file that gets the path.
     *
     * @param inode identifies the file under its new name
     * @param bytes size of the file in bytes
     * @param placed true once the file had the path, and only unneeded files were left to delete
     */
    record Draft(String inode, long bytes, boolean placed) {
        static Draft of(Path file) throws IOException {
            return new Draft(inode(file), Files.size(file), false);
        }

        boolean is(Path file) throws IOException {
            return Existence.exists(file) && inode.equals(inode(file));
        }

        private static String inode(Path file) throws IOException {
            return String.valueOf(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
        }
    }

    /**
     * The destination of the replaced files.
     *
     * @param folder does not exist before the swap
     * @param state the destination of Litestream's state: below the folder, or on the file system of the state
     */
    record OldSet(Path folder, Path state) {
        Path database() {
            return folder.resolve("database");
        }

        Path companion(String suffix) {
            return folder.resolve("database" + suffix);
        }

        /** Returns the path of the old database's own pending-hook marker. */
        Path pendingHook() {
            return folder.resolve("owed");
        }

        /** Refuses every path that no swap of this database creates. */
        void require(SidecarPaths beside) {
            LivePlace place = beside.place();
            boolean below = state.equals(folder.resolve("litestream"));
            boolean beyond = Optional.ofNullable(place.litestreamState().getParent())
                            .equals(Optional.ofNullable(state.getParent()))
                    && String.valueOf(state.getFileName())
                            .matches(Pattern.quote(String.valueOf(
                                            place.litestreamState().getFileName()))
                                    + "\\.replaced(-[0-9]{1,9})?");
            if (!beside.isAside(folder) || !(below || beyond)) {
                throw new IllegalArgumentException("a restore of " + place.file() + " moves nothing to " + folder
                        + " or " + state + "; remove the file");
            }
        }

        static OldSet in(Path folder, LivePlace place) throws IOException {
            Path state = place.litestreamState();
            boolean elsewhere =
                    Existence.exists(state) && !Files.getFileStore(state).equals(Files.getFileStore(place.folder()));
            return new OldSet(
                    folder,
                    elsewhere
                            ? SidecarPaths.free(state.resolveSibling(state.getFileName() + ".replaced"))
                            : folder.resolve("litestream"));
        }
    }

    /** Returns the same journal, marked as placed once the new database has the path. */
    SwapJournal withPlaced() {
        return new SwapJournal(run, new Draft(draft.inode, draft.bytes, true), old, hadDatabase, dropOld);
    }

    String text() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("version", VERSION);
        run.writeTo(properties);
        properties.setProperty("draft.inode", draft.inode);
        properties.setProperty("draft.bytes", Long.toString(draft.bytes));
        properties.setProperty("draft.placed", Boolean.toString(draft.placed));
        properties.setProperty("old.folder", old.folder.toString());
        properties.setProperty("old.state", old.state.toString());
        properties.setProperty("had_database", Boolean.toString(hadDatabase));
        properties.setProperty("drop_old", Boolean.toString(dropOld));
        StringWriter text = new StringWriter();
        properties.store(
                text, "Litedrill is replacing a database. litedrill restore, ensure or serve finishes or undoes it.");
        return text.toString();
    }

    /**
     * Reads the journal.
     *
     * @throws IOException also when the content is not in this version's format for this database, or another user may
     *     have written it
     */
    static SwapJournal read(SidecarPaths beside) throws IOException {
        Path file = beside.intent();
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(RegularFiles.trusted(file, MOST_BYTES)));
            if (!VERSION.equals(properties.getProperty("version"))) {
                throw new IOException(file + ": of another version of Litedrill; let that one finish it");
            }
            OldSet old = new OldSet(Path.of(value(properties, "old.folder")), Path.of(value(properties, "old.state")));
            old.require(beside);
            Draft draft = new Draft(
                    value(properties, "draft.inode"),
                    Long.parseLong(value(properties, "draft.bytes")),
                    Boolean.parseBoolean(properties.getProperty("draft.placed")));
            return new SwapJournal(
                    Run.of(properties, draft.bytes),
                    draft,
                    old,
                    Boolean.parseBoolean(value(properties, "had_database")),
                    Boolean.parseBoolean(value(properties, "drop_old")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + ": is damaged (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Returns the value of a key.
     *
     * @throws IllegalArgumentException when the key is missing
     */
    static String value(Properties properties, String key) {
        return Optional.ofNullable(properties.getProperty(key))
                .orElseThrow(() -> new IllegalArgumentException("it lacks " + key));
    }
}
