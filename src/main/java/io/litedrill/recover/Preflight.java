package io.litedrill.recover;

import io.litedrill.check.CommandVerb;
import io.litedrill.files.Existence;
import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.InPlaceRestore.LiveFile;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.replica.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Checks whether a restore may replace a live database, before the first byte is fetched. Changes nothing. */
final class Preflight {
    private static final int MOST_TRIES = 5;

    private final Path scratch;

    Preflight(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * Returns the place of the live database.
     *
     * @throws IOException with a message for people, when the folder does not exist or cannot be written to
     */
    static LivePlace place(LiveFile destination) throws IOException {
        try {
            LivePlace place = LivePlace.of(destination.path(), destination.litestreamState());
            if (!Files.isWritable(place.folder())) {
                throw new IOException(
                        place.folder() + ": this user may not write there. Run Litedrill as the user who may");
            }
            return place;
        } catch (NoSuchFileException e) {
            throw new IOException(
                    destination.path() + ": the folder is not there. Create it, with the owner that it is to have", e);
        }
    }

    /** Inspects the live database and its folder. */
    PreflightResult survey(InPlaceRestore order, LivePlace place) {
        return survey(
                order,
                place,
                new LiveDatabaseInspector(scratch, order.source().expectations().queryLimit()).judge(place));
    }

    /** Inspects the folder of a live database whose state is known. */
    PreflightResult survey(InPlaceRestore order, LivePlace place, LiveDatabaseState live) {
        Optional<Refusal> refusal = unwanted(live, order.request().permits(Permission.FORCE))
                .map(reason -> reason.and(pendingHook(order, place)))
                .or(() -> obstructed(place).map(Refusal::of))
                .or(() -> unowned(place, order.live()).map(Refusal::of));
        return new PreflightResult(
                Optional.of(live),
                refusal.map(reason -> reason.after(order.live().path() + ": ")));
    }

    private static Optional<Refusal> unwanted(LiveDatabaseState live, boolean force) {
        State state = live.condition().state();
        String detail = live.condition().detail();
        return switch (state) {
            case MISSING, EMPTY_FILE, NOT_A_DATABASE, CORRUPT -> Optional.empty();
            case IN_USE ->
                Optional.of(Refusal.of("is in use: " + detail + ". Stop that first; ")
                        .and(Permission.FORCE)
                        .and(" does not change this"));
            case SOUND -> force ? Optional.empty() : Optional.of(replaces("is a sound database"));
            case UNREADABLE ->
                force ? Optional.empty() : Optional.of(replaces("nothing is known of what is there: " + detail));
        };
    }

    private static Refusal replaces(String what) {
        return Refusal.unless(Permission.FORCE, what + ". To replace it anyway (it is moved aside): ");
    }

    /** Returns why the files of a restore, or of the restored database, cannot be beside it. */
    private static Optional<String> obstructed(LivePlace place) {
        SidecarPaths beside = new SidecarPaths(place);
        if (!beside.canExist()) {
            return Optional.of("its name has " + beside.nameBytes()
                    + " bytes; a restore in place needs longer names beside it, so it can have at most "
                    + SidecarPaths.MOST_NAME_BYTES + ". Restore to another file, and move it");
        }
        return LivePlace.COMPANIONS.stream()
                .map(place::companion)
                .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .map(path -> path + " is a folder, so SQLite could not open the restored database. Move it away");
    }

    private static String pendingHook(InPlaceRestore order, LivePlace place) {
        SidecarPaths beside = new SidecarPaths(place);
        return beside.canExist() && Existence.mayExist(beside.pendingHook())
                ? ". restore.after of a restore before has not succeeded yet: "
                        + order.source()
                                .watched()
                                .naming()
                                .command(CommandVerb.ENSURE)
                                .text() + " runs it again"
                : "";
    }

    private static Optional<String> unowned(LivePlace place, LiveFile destination) {
        try {
            Ownership wanted = Ownership.of(place, destination.ownership());
            return triedOn(wanted, new SidecarPaths(place));
        } catch (IOException e) {
            return Optional.of("owner and mode cannot be determined: " + e.getMessage());
        }
    }

    /** Repeats a test whose folder was deleted: a restore that begins meanwhile removes the remains of killed tests. */
    private static Optional<String> triedOn(Ownership wanted, SidecarPaths paths) {
        for (int tries = 1; ; tries++) {
            try {
                wanted.tryOn(paths.probe());
                return Optional.empty();
            } catch (NoSuchFileException deleted) {
                if (tries == MOST_TRIES) {
                    return Optional.of(cannotGive(wanted, deleted));
                }
            } catch (IOException e) {
                return Optional.of(cannotGive(wanted, e));
            }
        }
    }

    private static String cannotGive(Ownership wanted, IOException e) {
        return "owner and mode (" + wanted + ") cannot be given to a new file here by this user: " + e.getMessage()
                + ". Run Litedrill as that owner, or as root";
    }

    /** Returns why Litestream could not continue in a replica with these files, unless this is permitted. */
    static Optional<Refusal> stuck(InPlaceRestore order, Inventory listed) {
        return order.request().permits(Permission.NEW_REPLICA)
                ? Optional.empty()
                : LitestreamResumeCheck.obstacle(listed)
                        .map(reason -> reason.after(order.live().path() + ": "));
    }
}
