package io.litedrill.daemon;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.restore.RestorePhase;
import java.time.InstantSource;
import java.util.Optional;

/** Tracks a restore from the request to its end: its entry in the journal and its progress. */
public final class ActiveRestore {
    private final PendingRestoreJournal orders;
    private final RunProgress progress;
    private final CancelSwitch cancel = new CancelSwitch();
    private volatile PendingRestore order;

    /** Starts tracking and writes the request to the journal. */
    public ActiveRestore(PendingRestoreJournal orders, PendingRestore order, InstantSource clock) {
        this.orders = orders;
        this.order = order;
        this.progress = new RunProgress(clock, this::enter, cancel::replace);
        orders.keep(order);
    }

    private void enter(RestorePhase phase) {
        order = order.with(Optional.empty(), phase);
        orders.keep(order);
    }

    public RunProgress progress() {
        return progress;
    }

    CancelSwitch cancel() {
        return cancel;
    }

    PendingRestore order() {
        return order;
    }

    public String runId() {
        return order.runId();
    }

    /**
     * Records which replica is read, and its speed in past drills for the estimate of the remaining time.
     *
     * @param latest the latest drill of the replica
     */
    public void reads(ReplicaId id, ReplicaHistory memory, Optional<DrillResult> latest) {
        order = order.with(Optional.of(id.replica()), order.step().phase().orElse(RestorePhase.PLANNING));
        progress.measured(RunProgress.Pace.of(memory, id, latest));
    }

    /** Removes the restore from the journal. */
    public void close() {
        orders.close(order.runId());
    }
}
