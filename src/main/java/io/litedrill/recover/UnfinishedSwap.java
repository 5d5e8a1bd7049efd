package io.litedrill.recover;

import static io.litedrill.files.Existence.exists;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.Restored;
import io.litedrill.files.Existence;
import io.litedrill.live.Holding;
import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Finishes or undoes a restore in place that was killed. Finishes it once the old database had left its path, because
 * the new one was already verified; undoes it before that. Does nothing while a restore runs. Can itself be killed at
 * any point.
 */
public final class UnfinishedSwap {
    private final SidecarPaths beside;
    private final SwapListener listener;

    /** Creates an instance for the database at a place. */
    public UnfinishedSwap(LivePlace place) {
        this(place, SwapListener.NONE);
    }

    UnfinishedSwap(LivePlace place, SwapListener listener) {
        this.beside = new SidecarPaths(place);
        this.listener = listener;
    }

    /**
     * Describes a settled restore.
     *
     * @param end whether the restore was finished or undone
     * @param run the restore that was interrupted
     * @param movedAside the folder of the replaced files; empty when they are in their place, or were not to be kept
     * @param message for people
     * @param leftover the files that could not be deleted, with the reasons; empty when there are none
     */
    public record Settled(End end, Killed run, Optional<Path> movedAside, String message, List<String> leftover) {
        /** Copies the list. */
        public Settled {
            leftover = List.copyOf(leftover);
        }

        /**
         * The restore that was interrupted.
         *
         * @param replica the name of the replica that it read
         * @param restored the restored state where the restore was finished; the results of its checks are lost
         * @param hooksMissed false when the restore itself ran its hooks
         */
        public record Killed(String id, String replica, Instant startedAt, Restored restored, boolean hooksMissed) {}

        /**
         * Returns the report of the interrupted restore. Its hooks are reported as missed unless the restore itself ran
         * them.
         *
         * @param output the path of the database
         */
        public RestoreReport report(CommandLineName naming, Path output, Hooks hooks, InstantSource clock) {
            ReplicaId id = new ReplicaId(naming.target(), run.replica);
            Hint reason = Hint.text(end.wire() + " after an interruption: " + message);
            List<Finding> findings = findings(naming, output, hooks);
            RestoreOutcome outcome = end == End.FINISHED
                    ? RestoreOutcome.written(Optional.of(run.restored), reason, findings)
                    : new RestoreOutcome.Inconclusive(reason, RestoreOutcome.Effect.NOTHING);
            return new RestoreStart(run.id, id, output, run.startedAt, run.restored.request())
                    .end(outcome, findings, movedAside, clock);
        }

        private List<Finding> findings(CommandLineName naming, Path output, Hooks hooks) {
            List<Finding> findings = new ArrayList<>();
            if (end == End.FINISHED && run.hooksMissed()) {
                findings.addAll(hooks.missed(naming, output));
            }
            Leftover.finding(leftover, output).ifPresent(findings::add);
            return findings;
        }

        /** The end of the interrupted restore. */
        public enum End {
            /** The new database is in place. */
            FINISHED,
            /** The state from before the restore is in place. */
            UNDONE;

            String wire() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * Returns a warning about an unfinished restore; changes nothing.
     *
     * @return for people; empty when no restore has to be settled
     * @throws IOException when that cannot be read
     */
    public Optional<String> warning() throws IOException {
        return beside.canExist() && exists(beside.intent())
                ? Optional.of(
                        beside.intent() + ": a restore over " + beside.place().file()
                                + " is running, or was interrupted. This command changes nothing. An interrupted one"
                                + " is finished or undone by litedrill restore --in-place, ensure or serve")
                : Optional.empty();
    }

    /**
     * Settles a killed restore.
     *
     * @return empty when no restore has to be settled, or one is running
     * @throws IOException when the restore cannot be settled; the message gives the next step
     */
    public Optional<Settled> settle() throws IOException {
        if (!beside.canExist() || !isLeft()) {
            return Optional.empty();
        }
        Optional<RestoreLock> lock = RestoreLock.take(beside.lock());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (exists(beside.intent())) {
                // before it is settled: the process that left it may be frozen, and wake up meanwhile
                Fence unused = Fence.overtaking(beside, "settled-" + UUID.randomUUID());
            }
            return settleLocked();
        } finally {
            lock.get().close();
        }
    }

    private boolean isLeft() throws IOException {
        return exists(beside.intent()) || exists(beside.lock()) || RestoreLock.isClaimed(beside.lock());
    }

    /** Settles a killed restore, as {@link #settle}; requires that the caller holds the lock. */
    Optional<Settled> settleLocked() throws IOException {
        if (!exists(beside.intent())) {
            beside.sweep();
            return Optional.empty();
        }
        SwapJournal intent = SwapJournal.read(beside);
        Swap swap = new Swap(beside, intent, new SwapFiles(listener));
        Settled settled = settle(intent, swap);
        if (settled.leftover().isEmpty()) {
            beside.sweep();
        }
        return Optional.of(settled);
    }

    private Settled settle(SwapJournal intent, Swap swap) throws IOException {
        if (intent.draft().placed() || swap.isNewInPlace()) {
            return finished(intent, swap);
        }
        if (!swap.isOldMoved()) {
            swap.abandon();
            return undone(intent);
        }
        boolean whole = intent.draft().is(beside.draft()) && isWhole(intent);
        if (!whole && exists(beside.place().file())) {
            throw new IOException(beside.place().file()
                    + ": a restore in place was killed, and both what it restored and the database's path have changed"
                    + " since. The old database is in "
                    + intent.old().folder() + ". See which of them is right, then remove " + beside.intent());
        }
        refuseWhileInUse();
        if (whole) {
            return finished(intent, swap);
        }
        swap.undo();
        return undone(intent);
    }

    /** Finishes the swap. Files that still cannot be deleted are reported for the last time. */
    private Settled finished(SwapJournal intent, Swap swap) throws IOException {
        List<String> problems = new ArrayList<>(intent.draft().placed() ? swap.finish() : swap.forward());
        if (!problems.isEmpty()) {
            problems.addAll(swap.retire());
        }
        String old = exists(intent.old().folder())
                ? "; what was there before is in " + intent.old().folder()
                : "";
        return settled(
                intent,
                Settled.End.FINISHED,
                Optional.of(intent.old().folder()).filter(Existence::mayExist),
                beside.place().file() + ": a restore in place that was interrupted is finished now" + old
                        + Leftover.text(problems),
                problems);
    }

    private boolean isWhole(SwapJournal intent) throws IOException {
        return Files.size(beside.draft()) == intent.draft().bytes();
    }

    private void refuseWhileInUse() throws IOException {
        Holding holding = Holding.lasting(beside.place());
        if (holding.isHeld()) {
            throw new IOException(beside.place().file()
                    + ": a restore in place was killed half-way and cannot be finished while the database is in use: "
                    + holding.who() + ". End that, then run litedrill ensure, or the restore again");
        }
    }

    private Settled undone(SwapJournal intent) {
        String old = intent.hadDatabase()
                ? "; the old database is in its place"
                : "; nothing was there before, and nothing is there now";
        return settled(
                intent,
                Settled.End.UNDONE,
                Optional.empty(),
                beside.place().file() + ": a restore in place that was killed is undone" + old,
                List.of());
    }

    private Settled settled(
            SwapJournal intent, Settled.End end, Optional<Path> aside, String message, List<String> leftover) {
        SwapJournal.Run run = intent.run();
        boolean missed = !intent.draft().placed() || PendingHook.mayBeOf(beside.pendingHook(), run);
        return new Settled(
                end,
                new Settled.Killed(run.id(), run.replica(), run.startedAt(), run.restored(), missed),
                aside,
                message,
                leftover);
    }
}
