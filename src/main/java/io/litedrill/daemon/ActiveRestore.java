package io.litedrill.daemon;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.restore.RestorePhase;
import java.time.InstantSource;
import java.util.Optional;

/** A restore on its way, from the order to its end: what is written down of it, and how far it has come. */
public final class ActiveRestore {
    private final PendingRestoreJournal orders;
    private final RunProgress progress;
    private volatile PendingRestore order;

    /** Writes the order down. */
    public ActiveRestore(PendingRestoreJournal orders, PendingRestore order, InstantSource clock) {
        this.orders = orders;
        this.order = order;
        this.progress = new RunProgress(clock, this::enter);
        orders.keep(order);
    }

    private void enter(RestorePhase phase) {
        order = order.with(Optional.empty(), phase);
        orders.keep(order);
    }

    public RunProgress progress() {
        return progress;
    }

    public String runId() {
        return order.runId();
    }

    /**
     * It is known now which replica is read, and so how fast that was in drills.
     *
     * @param latest its latest drill
     */
    public void reads(ReplicaId id, ReplicaHistory memory, Optional<DrillResult> latest) {
        order = order.with(Optional.of(id.replica()), order.step().phase().orElse(RestorePhase.PLANNING));
        progress.measured(memory.drills(id)
                .flatMap(ReplicaHistory.PastDrills::speed)
                .filter(speed -> speed.bytesRead() > 0)
                .map(speed -> new RunProgress.Pace(
                        speed.restoreSeconds() / speed.bytesRead(),
                        latest.filter(drill -> drill.outcome() == DrillResult.Outcome.PASSED)
                                .map(drill -> drill.run().phases().verify()))));
    }

    /** Nothing need be told of it any more. */
    public void close() {
        orders.close(order.runId());
    }
}
