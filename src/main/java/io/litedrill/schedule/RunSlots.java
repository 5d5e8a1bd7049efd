package io.litedrill.schedule;

import java.util.function.BooleanSupplier;

/** Limits the runs of one kind in all processes of a cluster together. */
public interface RunSlots {
    /** Limits nothing. */
    RunSlots UNLIMITED = new RunSlots() {
        @Override
        public void take(String run, BooleanSupplier stopped) {}

        @Override
        public void free(String run) {}
    };

    /**
     * Waits until a run may begin, for at most seconds while the cluster cannot be reached: drills continue then.
     *
     * @param run the ID of the run
     * @param stopped whether the run need not begin any more
     * @throws InterruptedException when the run was stopped by an interrupt
     */
    void take(String run, BooleanSupplier stopped) throws InterruptedException;

    /** Lets another run begin. */
    void free(String run);
}
