package io.litedrill.recover;

import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.SoundRestore;
import io.litedrill.files.Existence;
import io.litedrill.files.PrivateFolder;
import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.recover.DraftSwap.Judged;
import io.litedrill.recover.DraftSwap.Swapping;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
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
    private final RestoreRights rights;
    private final boolean marksHook;

    /**
     * Creates a restorer.
     *
     * @param scratch the folder for a private copy of the live database; it need not exist
     */
    public InPlaceRestorer(ReadingCache cache, ReplicaHistory experience, Path scratch, InstantSource clock) {
        this(cache, experience, scratch, clock, SwapListener.NONE);
    }

    private InPlaceRestorer(InPlaceRestorer same, RestoreRights rights, boolean marksHook) {
        this.cache = same.cache;
        this.experience = same.experience;
        this.clock = same.clock;
        this.scratch = same.scratch;
        this.surveyor = same.surveyor;
        this.listener = same.listener;
        this.rights = rights;
        this.marksHook = marksHook;
    }

    InPlaceRestorer(
            ReadingCache cache, ReplicaHistory experience, Path scratch, InstantSource clock, SwapListener listener) {
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
        this.scratch = scratch;
        this.surveyor = new Preflight(scratch);
        this.listener = listener;
        this.rights = RestoreRights.LOCAL;
        this.marksHook = false;
    }

    /** Returns a restorer that leaves a {@link PendingHook} beside each database that it restores. */
    InPlaceRestorer markingHook() {
        return new InPlaceRestorer(this, rights, true);
    }

    /** Returns a restorer whose restores other processes exclude, and that excludes theirs. */
    public InPlaceRestorer sharing(RestoreRights shared) {
        return new InPlaceRestorer(this, shared, marksHook);
    }

    /** Requests the right to run a restore. */
    RestoreRight right(InPlaceRestore order) {
        return rights.take(
                order.source().watched().id().database(), order.request().runId());
    }

    /**
     * Inspects the destination of a restore; changes nothing.
     *
     * @param listed the files of the replica; empty when it could not be listed
     */
    public PreflightResult survey(InPlaceRestore order, Optional<Inventory> listed) {
        return survey(order, listed, place -> surveyor.survey(order, place));
    }

    /** Inspects the destination as the other method does, where the state of the live database is known. */
    PreflightResult survey(InPlaceRestore order, Inventory listed, LiveDatabaseState live) {
        return survey(order, Optional.of(listed), place -> surveyor.survey(order, place, live));
    }

    private static PreflightResult survey(
            InPlaceRestore order, Optional<Inventory> listed, Function<LivePlace, PreflightResult> surveyed) {
        try {
            LivePlace place = Preflight.place(order.live());
            PreflightResult result = unsettled(new SidecarPaths(place)).orElseGet(() -> surveyed.apply(place));
            return result.refusing(listed.flatMap(files -> Preflight.stuck(order, files)));
        } catch (IOException e) {
            return PreflightResult.refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the refusal for an unfinished swap. A swap whose new database is in place does not block another restore.
     */
    private static Optional<PreflightResult> unsettled(SidecarPaths beside) throws IOException {
        if (!beside.canExist() || !Existence.exists(beside.intent())) {
            return Optional.empty();
        }
        SwapJournal intent = SwapJournal.read(beside);
        boolean inPlace =
                intent.draft().placed() || intent.draft().is(beside.place().file());
        return inPlace
                ? Optional.empty()
                : Optional.of(PreflightResult.refused(beside.place().file()
                        + ": another restore of it is under way, or was interrupted (" + beside.intent()
                        + "). Wait for its end; an interrupted one is finished or undone by litedrill"
                        + " restore --in-place, ensure or serve"));
    }

    /** Restores over a live database. Never throws: failures are part of the report. */
    public RestoreReport restore(InPlaceRestore order, RestoreListener progress) {
        try (RestoreRight right = right(order)) {
            return restore(order, right, progress);
        }
    }

    /** Restores with a right that the caller closes. */
    RestoreReport restore(InPlaceRestore order, RestoreRight right, RestoreListener progress) {
        RestoreStart start = RestoreStart.of(
                order.request(), order.source().watched().id(), order.live().path(), clock);
        InPlaceEnd ended = stopped(restored(order, start.at(), right, progress));
        return start.end(ended.outcome(), ended.findings(), ended.aside(), clock);
    }

    /** An interruption closes open files, so that a test of the destination fails. That is no refusal. */
    private static InPlaceEnd stopped(InPlaceEnd ended) {
        return Thread.currentThread().isInterrupted() && ended.outcome() instanceof RestoreOutcome.Refusal
                ? InPlaceEnd.unwritten(RestoreOutcome.inconclusive(SoundRestore.STOPPED), ended.findings())
                : ended;
    }

    private InPlaceEnd restored(InPlaceRestore order, Instant start, RestoreRight right, RestoreListener progress) {
        Optional<Refusal> refusal = right.refusal();
        if (refusal.isPresent()) {
            return InPlaceEnd.unwritten(refusal.get(), List.of());
        }
        Optional<RestoreLock> lock;
        LivePlace place;
        try {
            place = Preflight.place(order.live());
            lock = RestoreLock.take(new SidecarPaths(place).lock());
        } catch (IOException e) {
            return InPlaceEnd.refused(String.valueOf(e.getMessage()));
        }
        if (lock.isEmpty()) {
            return InPlaceEnd.refused(place.file() + ": another restore of it is running. Wait for its end");
        }
        try {
            SidecarPaths beside = new SidecarPaths(place);
            Claimed claimed = new Claimed(start, right, Fence.claim(beside, right));
            return locked(order, beside, claimed, progress);
        } catch (IOException e) {
            return InPlaceEnd.refused(String.valueOf(e.getMessage()));
        } finally {
            lock.get().close();
        }
    }

    /** Holds what excludes other restores while one runs. */
    private record Claimed(Instant start, RestoreRight right, Fence fence) {}

    /** Restores while no other restore of the database runs. An exception here precedes the swap. */
    private InPlaceEnd locked(InPlaceRestore order, SidecarPaths beside, Claimed claimed, RestoreListener progress)
            throws IOException {
        LivePlace place = beside.place();
        try {
            new UnfinishedSwap(place, claimed.fence().after(listener))
                    .settleLocked()
                    .ifPresent(settled -> LOG.warn("{}", settled.message()));
            progress.phase(RestorePhase.PLANNING);
            PreflightResult survey = surveyor.survey(order, place);
            if (survey.refusal().isPresent()) {
                return InPlaceEnd.unwritten(survey.refusal().get(), List.of());
            }
            return drafted(order, beside, new Judged(survey, claimed.start()), claimed, progress);
        } finally {
            if (!Existence.mayExist(beside.intent())) {
                sweep(beside, claimed.fence());
            }
        }
    }

    private InPlaceEnd drafted(
            InPlaceRestore order, SidecarPaths beside, Judged judged, Claimed claimed, RestoreListener progress)
            throws IOException {
        PrivateFolder drafts = PrivateFolder.create(beside.draftFolder());
        try {
            Path file = drafts.path().resolve(String.valueOf(beside.draft().getFileName()));
            DraftRestore.Draft draft = new DraftRestore.Draft(
                    order.request(),
                    order.source(),
                    new DraftRestore.Requirements(
                            rows(beside.place(), judged.state()), listed -> Preflight.stuck(order, listed)));
            Drafted drafted = new DraftRestore(cache, experience, clock).restore(draft, file, progress);
            return drafted instanceof Drafted.Sound sound
                    ? swap(order, claimed).run(new Swapping(beside, file, sound, judged), progress)
                    : unfit((Drafted.Unfit) drafted);
        } finally {
            close(drafts);
        }
    }

    /** Closes a folder. A failure is logged: it does not change what the restore has done. */
    private static void close(PrivateFolder drafts) {
        try {
            drafts.close();
        } catch (IOException e) {
            LOG.warn("the folder of a restored draft could not be closed ({})", e.toString());
        }
    }

    private DraftSwap swap(InPlaceRestore order, Claimed claimed) {
        SwapFiles files = new SwapFiles(claimed.fence().after(listener));
        return new DraftSwap(
                order, new DraftSwap.Exclusive(files, claimed.right(), claimed.fence()), marksHook, experience, clock);
    }

    private LiveRows rows(LivePlace place, State state) {
        return switch (state) {
            case SOUND -> LiveRows.ofStopped(place, scratch);
            case CORRUPT -> LiveRows.ofDamaged(place, scratch);
            case MISSING, EMPTY_FILE, NOT_A_DATABASE, IN_USE, UNREADABLE -> Optional::empty;
        };
    }

    /** Removes the temporary files. Never throws: the result of the restore does not depend on them. */
    private static void sweep(SidecarPaths beside, Fence fence) {
        try {
            Uninterruptible.call(() -> {
                // the files of a restore that began later must stay
                if (fence.isOwn()) {
                    beside.sweep();
                }
                return beside;
            });
        } catch (IOException e) {
            LOG.warn(
                    "{}: what the restore needed cannot be removed ({})",
                    beside.place().file(),
                    e.toString());
        }
    }

    /**
     * Converts a failed draft to a result. A full disk is a refusal and not a failure of the replica: it is detected
     * before any file is changed.
     */
    private static InPlaceEnd unfit(Drafted.Unfit unfit) {
        boolean full = unfit.findings().stream().anyMatch(finding -> finding.code() == FindingCode.SCRATCH_FULL);
        Unwritten outcome = full
                ? new Refusal(
                        Hint.text("no room for the old and the new database together: ")
                                .then(unfit.outcome().reason()),
                        Optional.empty(),
                        Effect.NOTHING)
                : unfit.outcome();
        return InPlaceEnd.unwritten(outcome, unfit.findings());
    }
}
