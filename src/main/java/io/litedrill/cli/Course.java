package io.litedrill.cli;

import io.litedrill.check.Memory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.restore.RestorePhase;
import java.time.InstantSource;
import java.util.Optional;

/** A restore on its way, from the order to its end: what is written down of it, and how far it has come. */
final class Course {
    private final OpenOrders orders;
    private final RunProgress progress;
    private volatile OpenOrder order;

    /** Writes the order down. */
    Course(OpenOrders orders, OpenOrder order, InstantSource clock) {
        this.orders = orders;
        this.order = order;
        this.progress = new RunProgress(clock, this::enter);
        orders.keep(order);
    }

    private void enter(RestorePhase phase) {
        order = order.with(Optional.empty(), phase);
        orders.keep(order);
    }

    RunProgress progress() {
        return progress;
    }

    String runId() {
        return order.runId();
    }

    /**
     * It is known now which replica is read, and so how fast that was in drills.
     *
     * @param latest its latest drill
     */
    void reads(ReplicaId id, Memory memory, Optional<DrillResult> latest) {
        order = order.with(Optional.of(id.replica()), order.step().phase().orElse(RestorePhase.PLANNING));
        progress.measured(memory.drills(id)
                .flatMap(Memory.PastDrills::speed)
                .filter(speed -> speed.bytesRead() > 0)
                .map(speed -> new RunProgress.Pace(
                        speed.restoreSeconds() / speed.bytesRead(),
                        latest.filter(drill -> drill.outcome() == DrillResult.Outcome.PASSED)
                                .map(drill -> drill.run().phases().verify()))));
    }

    /** Nothing need be told of it any more. */
    void close() {
        orders.close(order.runId());
    }
}
