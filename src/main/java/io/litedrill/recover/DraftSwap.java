package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.LiveMemory.RestoredFile;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.SoundRestore;
import io.litedrill.files.Existence;
import io.litedrill.live.Condition.State;
import io.litedrill.live.Holding;
import io.litedrill.live.LivePlace;
import io.litedrill.live.SqliteLocks;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives a sound draft the live path, unless the restore was cancelled or the database was taken into use meanwhile. */
final class DraftSwap {
    private final InPlaceRestore order;
    private final Exclusive exclusive;
    private final boolean marksHook;
    private final ReplicaHistory experience;
    private final InstantSource clock;

    /**
     * Creates the swap of one restore.
     *
     * @param marksHook whether the swap leaves a {@link PendingHook}
     */
    DraftSwap(
            InPlaceRestore order,
            Exclusive exclusive,
            boolean marksHook,
            ReplicaHistory experience,
            InstantSource clock) {
        this.order = order;
        this.exclusive = exclusive;
        this.marksHook = marksHook;
        this.experience = experience;
        this.clock = clock;
    }

    /**
     * Holds what excludes other restores.
     *
     * @param files refuses each change once another restore has begun
     * @param right the right to restore this database
     * @param fence reports whether another restore has begun
     */
    record Exclusive(SwapFiles files, RestoreRight right, Fence fence) {}

    /** The live database as it was inspected under the lock. */
    record Judged(PreflightResult survey, Instant start) {
        State state() {
            return survey.live().map(live -> live.condition().state()).orElse(State.MISSING);
        }
    }

    /** The inputs of a swap. */
    record Swapping(SidecarPaths beside, Path draft, Drafted.Sound sound, Judged judged) {
        Path aside() throws IOException {
            State state = judged.state();
            boolean unsound = state == State.CORRUPT || state == State.NOT_A_DATABASE || state == State.EMPTY_FILE;
            return beside.aside(unsound ? "corrupted" : "replaced", judged.start());
        }
    }

    /**
     * Swaps, unless the restore was cancelled.
     *
     * @throws IOException before the first change of the database
     */
    InPlaceEnd run(Swapping swapping, RestoreListener progress) throws IOException {
        if (!progress.mayReplace() || Thread.currentThread().isInterrupted()) {
            return InPlaceEnd.unwritten(RestoreOutcome.inconclusive(SoundRestore.STOPPED), List.of());
        }
        progress.phase(RestorePhase.SWAPPING);
        // an interrupt closes the channels that the swap writes to, and would leave the swap half done
        return Uninterruptible.call(() -> swap(swapping));
    }

    /** Swaps. An exception precedes the first change of the database; {@link SwapEnd#of} throws none. */
    private InPlaceEnd swap(Swapping swapping) throws IOException {
        SidecarPaths beside = swapping.beside();
        LivePlace place = beside.place();
        Holding holding = Holding.lasting(place);
        if (holding.isHeld()) {
            return InPlaceEnd.refused(place.file() + ": was taken into use while the restore ran: " + holding.who()
                    + ". Stop that, and restore again");
        }
        Optional<String> lost = exclusive.right().lost();
        if (lost.isPresent()) {
            return InPlaceEnd.refused(place.file() + ": " + lost.get());
        }
        exclusive.fence().require();
        Ownership.of(place, order.live().ownership()).give(swapping.draft());
        SwapFiles.sync(swapping.draft());
        remember(swapping);
        Path aside = swapping.aside();
        SwapJournal intent = new SwapJournal(
                new SwapJournal.Run(
                        order.request().runId(),
                        order.source().watched().id().replica(),
                        swapping.judged().start(),
                        swapping.sound().restored(),
                        marksHook),
                SwapJournal.Draft.of(swapping.draft()),
                SwapJournal.OldSet.in(aside, place),
                Existence.exists(place.file()),
                order.request().permits(Permission.NO_BACKUP));
        Swap swap = new Swap(beside, intent, exclusive.files());
        SwapEnd end = SwapEnd.of(place, swap, SqliteLocks.takeAll(place.file()));
        return ended(end, swapping.sound(), place, Optional.of(aside).filter(Existence::mayExist));
    }

    /**
     * Stores which state the new file is. This precedes the swap: afterwards, another process may have written to the
     * file. If the swap fails, no file has this stamp, and what is stored has no effect.
     */
    private void remember(Swapping swapping) throws IOException {
        RecoveryPoint point = swapping.sound().restored().point();
        RestoredFile file = RestoredFile.of(swapping.draft(), point, clock.instant());
        experience.remember(
                order.source().watched().id(), new LiveMemory(order.live().path(), Optional.of(file)));
    }

    private static InPlaceEnd ended(SwapEnd end, Drafted.Sound sound, LivePlace place, Optional<Path> aside) {
        if (end instanceof SwapEnd.Placed placed) {
            List<Finding> findings = new ArrayList<>(sound.findings());
            Leftover.finding(placed.leftover(), place.file()).ifPresent(findings::add);
            RestoreOutcome written = RestoreOutcome.written(Optional.of(sound.restored()), Hint.none(), findings);
            return new InPlaceEnd(written, findings, aside);
        }
        RestoreOutcome failed = end instanceof SwapEnd.HalfDone half
                ? new RestoreOutcome.FailedChanged(Hint.text(half.failure()), half.next())
                : RestoreOutcome.failed(((SwapEnd.Undone) end).failure());
        return new InPlaceEnd(failed, sound.findings(), aside);
    }
}
