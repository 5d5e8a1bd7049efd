package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.Restored;
import io.litedrill.drill.SoundRestore;
import io.litedrill.files.PrivateFolder;
import io.litedrill.live.Condition.State;
import io.litedrill.live.Holding;
import io.litedrill.live.LivePlace;
import io.litedrill.live.SqliteLocks;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.recover.RestoreReport.Run;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores over a live database. Every refusal that is possible is made before the first byte is fetched. The new
 * database is verified before any file is changed, and the replaced files move aside as one set. A crash at any instant
 * leaves the old database, the new one, or a state that the next command settles ({@link UnfinishedSwap}).
 */
public final class InPlaceRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(InPlaceRestorer.class);

    private final ReadingCache cache;
    private final ReplicaHistory experience;
    private final InstantSource clock;
    private final Path scratch;
    private final Preflight surveyor;
    private final SwapListener listener;
    private final boolean owing;

    /**
     * Creates a restorer.
     *
     * @param scratch the folder for a private copy of the live database; it need not exist
     */
    public InPlaceRestorer(ReadingCache cache, ReplicaHistory experience, Path scratch, InstantSource clock) {
        this(cache, experience, scratch, clock, SwapListener.NONE);
    }

    InPlaceRestorer(
            ReadingCache cache, ReplicaHistory experience, Path scratch, InstantSource clock, SwapListener listener) {
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
        this.scratch = scratch;
        this.surveyor = new Preflight(scratch);
        this.listener = listener;
        this.owing = false;
    }

    private InPlaceRestorer(InPlaceRestorer same) {
        this.cache = same.cache;
        this.experience = same.experience;
        this.clock = same.clock;
        this.scratch = same.scratch;
        this.surveyor = same.surveyor;
        this.listener = same.listener;
        this.owing = true;
    }

    /** Returns a restorer that leaves a {@link PendingHook} beside each database that it restores. */
    InPlaceRestorer owing() {
        return new InPlaceRestorer(this);
    }

    /**
     * Inspects the destination of a restore; changes nothing.
     *
     * @param listed the files of the replica; empty when it could not be listed
     */
    public PreflightResult survey(InPlaceOrder order, Optional<Inventory> listed) {
        return survey(order, listed, place -> surveyor.survey(order, place));
    }

    /** Inspects the destination as the other method does, where the state of the live database is known. */
    PreflightResult survey(InPlaceOrder order, Inventory listed, LiveDatabaseState live) {
        return survey(order, Optional.of(listed), place -> surveyor.survey(order, place, live));
    }

    private static PreflightResult survey(
            InPlaceOrder order, Optional<Inventory> listed, Function<LivePlace, PreflightResult> surveyed) {
        try {
            LivePlace place = Preflight.place(order.destination());
            PreflightResult result = unsettled(new SidecarPaths(place)).orElseGet(() -> surveyed.apply(place));
            return result.or(listed.flatMap(files -> Preflight.stuck(order, files)));
        } catch (IOException e) {
            return PreflightResult.refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the refusal for an unfinished swap. A swap whose new database is in place does not block another restore.
     */
    private static Optional<PreflightResult> unsettled(SidecarPaths beside) throws IOException {
        if (!SwapFiles.exists(beside.intent())) {
            return Optional.empty();
        }
        SwapJournal intent = SwapJournal.read(beside);
        boolean inPlace =
                intent.draft().placed() || intent.draft().is(beside.place().file());
        return inPlace
                ? Optional.empty()
                : Optional.of(
                        PreflightResult.refused(
                                beside.place().file()
                                        + ": another restore of it is under way, or was interrupted (" + beside.intent()
                                        + "). Wait for its end; an interrupted one is finished or undone by litedrill restore --in-place, ensure or serve"));
    }

    /**
     * Restores over a live database. Never throws: failures are part of the report. Unless the reason says otherwise,
     * any outcome other than {@link Outcome#RESTORED} means that nothing changed.
     */
    public RestoreReport restore(InPlaceOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Result result = restored(order, start, progress);
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        Run run = new Run(order.runId(), start, seconds, order.destination().live(), result.aside());
        return new RestoreReport(order.watched().id(), run, result.ending(), result.restored(), result.findings());
    }

    private record Result(Ending ending, Optional<Restored> restored, List<Finding> findings, Optional<Path> aside) {
        static Result of(Outcome outcome, String reason) {
            return new Result(new Ending(outcome, reason), Optional.empty(), List.of(), Optional.empty());
        }
    }

    private Result restored(InPlaceOrder order, Instant start, RestoreListener progress) {
        try {
            LivePlace place = Preflight.place(order.destination());
            Optional<RestoreLock> lock = RestoreLock.take(new SidecarPaths(place).lock());
            if (lock.isEmpty()) {
                return Result.of(
                        Outcome.REFUSED, place.file() + ": another restore of it is running. Wait for its end");
            }
            try {
                return locked(order, place, start, progress);
            } finally {
                lock.get().close();
            }
        } catch (IOException e) {
            return Result.of(Outcome.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private Result locked(InPlaceOrder order, LivePlace place, Instant start, RestoreListener progress)
            throws IOException {
        new UnfinishedSwap(place, listener).settleLocked().ifPresent(settled -> LOG.warn("{}", settled.message()));
        progress.phase(RestorePhase.PLANNING);
        PreflightResult survey = surveyor.survey(order, place);
        if (survey.refusal().isPresent()) {
            return Result.of(Outcome.REFUSED, survey.refusal().get());
        }
        SidecarPaths beside = new SidecarPaths(place);
        try (PrivateFolder drafts = PrivateFolder.create(beside.draftFolder())) {
            Path draft = drafts.path().resolve(String.valueOf(beside.draft().getFileName()));
            DraftRestore.Request request = new DraftRestore.Request(
                    order.watched(),
                    order.destination().point(),
                    order.expectations(),
                    order.allowed().restore().withoutMalformed(),
                    new DraftRestore.Requirements(rows(place, survey), listed -> Preflight.stuck(order, listed)));
            Drafted drafted = new DraftRestore(cache, experience, clock).restore(request, draft, progress);
            return drafted instanceof Drafted.Sound sound
                    ? swapped(order, new Swapping(beside, draft, sound, aside(beside, survey, start), start), progress)
                    : unfit((Drafted.Unfit) drafted);
        } finally {
            if (!SwapFiles.exists(beside.intent())) {
                sweep(beside);
            }
        }
    }

    private LiveRows rows(LivePlace place, PreflightResult survey) {
        State state = survey.live().map(live -> live.condition().state()).orElse(State.MISSING);
        return switch (state) {
            case SOUND -> LiveRows.ofStopped(place, scratch);
            case CORRUPT -> LiveRows.ofDamaged(place, scratch);
            case MISSING, EMPTY_FILE, NOT_A_DATABASE, IN_USE, UNREADABLE -> Optional::empty;
        };
    }

    /** Removes the temporary files. Never throws: the result of the restore does not depend on them. */
    private static void sweep(SidecarPaths beside) {
        try {
            Uninterruptible.call(() -> {
                beside.sweep();
                return beside;
            });
        } catch (IOException e) {
            LOG.warn(
                    "{}: what the restore needed cannot be removed ({})",
                    beside.place().file(),
                    e.toString());
        }
    }

    private static Path aside(SidecarPaths beside, PreflightResult survey, Instant start) {
        State state = survey.live().orElseThrow().condition().state();
        boolean unsound = state == State.CORRUPT || state == State.NOT_A_DATABASE || state == State.EMPTY_FILE;
        return beside.aside(unsound ? "corrupted" : "replaced", start);
    }

    /**
     * Converts a failed draft to a result. A full disk is a refusal and not a failure of the replica: it is detected
     * before any file is changed.
     */
    private static Result unfit(Drafted.Unfit unfit) {
        boolean full = unfit.findings().stream().anyMatch(finding -> finding.code() == FindingCode.SCRATCH_FULL);
        Ending ending = full
                ? new Ending(
                        Outcome.REFUSED,
                        "no room for the old and the new database together: "
                                + unfit.ending().reason())
                : unfit.ending();
        return new Result(ending, Optional.empty(), unfit.findings(), Optional.empty());
    }

    /** The inputs of a swap. */
    private record Swapping(SidecarPaths beside, Path draft, Drafted.Sound sound, Path aside, Instant start) {}

    private Result swapped(InPlaceOrder order, Swapping swapping, RestoreListener progress) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            return Result.of(Outcome.INCONCLUSIVE, SoundRestore.STOPPED);
        }
        progress.phase(RestorePhase.SWAPPING);
        // an interrupt closes the channels that the swap writes to, and would leave the swap half done
        return Uninterruptible.call(() -> swap(order, swapping));
    }

    private Result swap(InPlaceOrder order, Swapping swapping) throws IOException {
        SidecarPaths beside = swapping.beside();
        Path aside = swapping.aside();
        Restored restored = swapping.sound().restored();
        LivePlace place = beside.place();
        Holding holding = Holding.lasting(place);
        if (holding.isHeld()) {
            return Result.of(
                    Outcome.REFUSED,
                    place.file() + ": was taken into use while the restore ran: " + holding.who()
                            + ". Stop that, and restore again");
        }
        Ownership.of(place, order.destination().ownership()).give(swapping.draft());
        SwapFiles.sync(swapping.draft());
        SwapJournal intent = new SwapJournal(
                new SwapJournal.Run(order.runId(), order.watched().id().replica(), swapping.start(), restored, owing),
                SwapJournal.Draft.of(swapping.draft()),
                SwapJournal.OldSet.in(aside, place),
                SwapFiles.exists(place.file()),
                order.allowed().dropOld());
        Swap swap = new Swap(beside, intent, new SwapFiles(listener));
        Swapped swapped = swapped(place, swap);
        List<Finding> findings = new ArrayList<>(swapping.sound().findings());
        Leftover.finding(swapped.leftover(), place.file()).ifPresent(findings::add);
        boolean restoredNow = swapped.ending().outcome() == Outcome.RESTORED;
        return new Result(
                swapped.ending(),
                restoredNow ? Optional.of(restored) : Optional.empty(),
                findings,
                SwapFiles.exists(aside) ? Optional.of(aside) : Optional.empty());
    }

    /**
     * The result of a swap.
     *
     * @param leftover the files that could not be deleted afterwards
     */
    private record Swapped(Ending ending, List<String> leftover) {
        static Swapped done(List<String> leftover) {
            return new Swapped(new Ending(Outcome.RESTORED, ""), leftover);
        }

        static Swapped failed(String reason, boolean otherwise) {
            return new Swapped(new Ending(Outcome.FAILED, reason, otherwise), List.of());
        }
    }

    /** Swaps while locks keep the old database closed to other processes; undoes the swap when a step fails. */
    private static Swapped swapped(LivePlace place, Swap swap) throws IOException {
        Optional<SqliteLocks> locks = SqliteLocks.takeAll(place.file());
        try {
            swap.announce();
            return Swapped.done(swap.forward());
        } catch (IOException e) {
            return undone(place, swap, e);
        } finally {
            locks.ifPresent(InPlaceRestorer::release);
        }
    }

    private static void release(SqliteLocks locks) {
        try {
            locks.close();
        } catch (IOException e) {
            LOG.warn("the locks of the old database could not be released ({})", e.toString());
        }
    }

    private static Swapped undone(LivePlace place, Swap swap, IOException failure) {
        String reason = place.file() + ": could not be replaced: " + failure;
        try {
            if (swap.isNewInPlace()) {
                List<String> leftover = new ArrayList<>(List.of(failure.toString()));
                leftover.addAll(swap.finish());
                return Swapped.done(leftover);
            }
            swap.undo();
            return Swapped.failed(reason, false);
        } catch (IOException e) {
            return Swapped.failed(
                    reason + ". It could not be undone either (" + e
                            + "): mend that, then run litedrill ensure, or the restore again, which finishes or undoes it",
                    true);
        }
    }
}
