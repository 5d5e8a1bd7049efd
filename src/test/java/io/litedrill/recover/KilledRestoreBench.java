package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.drill.Restored;
import io.litedrill.live.LivePlace;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Files that a killed restore in place leaves beside a database. */
public final class KilledRestoreBench {
    static final SwapJournal.Run RUN = new SwapJournal.Run(
            "run",
            "file",
            Instant.parse("2026-11-01T00:00:00Z"),
            new Restored(
                    new RecoveryPoint(Instant.parse("2026-10-31T23:00:00Z"), new LtxPosition(7)),
                    new TimeRequest(
                            Optional.of(Instant.parse("2026-10-31T23:00:01Z")),
                            false,
                            Optional.of(
                                    new RecoveryPoint(Instant.parse("2026-10-31T23:00:30.25Z"), new LtxPosition(9)))),
                    OptionalLong.of(3),
                    3,
                    OptionalLong.empty(),
                    List.of(),
                    Optional.empty()),
            true);

    private KilledRestoreBench() {}

    /**
     * Creates the files after the old database left its path, and before the new one, which contains {@code new}, has
     * it.
     */
    public static void cutOffBeforeTheNewIsPlaced(Path live) throws IOException {
        cutOff(RUN.id(), live, SwapStep.PLACE_NEW);
    }

    /** Creates the same files, with the id of this run. */
    public static void cutOffBeforeTheNewIsPlaced(String runId, Path live) throws IOException {
        cutOff(runId, live, SwapStep.PLACE_NEW);
    }

    /** Creates the files after this run recorded its intent, with the old database still at its path. */
    public static void cutOffBeforeTheOldHasLeft(String runId, Path live) throws IOException {
        cutOff(runId, live, SwapStep.MOVE_DATABASE);
    }

    private static void cutOff(String runId, Path live, SwapStep at) throws IOException {
        LivePlace place = LivePlace.of(live, Optional.empty());
        SidecarPaths beside = new SidecarPaths(place);
        Files.createDirectory(beside.draftFolder());
        Files.writeString(beside.draft(), "new");
        SwapJournal.Run run = new SwapJournal.Run(runId, RUN.replica(), RUN.startedAt(), RUN.restored(), false);
        SwapJournal.OldSet old = SwapJournal.OldSet.in(live.resolveSibling("app.db.replaced.20261101T000000Z"), place);
        SwapJournal intent = new SwapJournal(run, SwapJournal.Draft.of(beside.draft()), old, true, false);
        Swap swap = new Swap(beside, intent, new SwapFiles(step -> {
            if (step == at) {
                throw new IllegalStateException("cut off");
            }
        }));
        swap.announce();
        assertThatThrownBy(swap::forward).hasMessage("cut off");
    }
}
