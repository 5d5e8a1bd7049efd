package io.litedrill.drill;

import io.litedrill.drill.ProvedSource.Job;
import io.litedrill.kept.KeptState;
import io.litedrill.kept.UnfitException;
import io.litedrill.restore.IncrementPlan;
import io.litedrill.restore.IncrementPlanner;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Plans the files to apply to a kept copy, or finds the reason why it does not fit. */
record KeptPlanner(DrillOrder order, KeptState state) {
    /** Returns the files that lead from the kept copy to the point of a plan. */
    IncrementPlan plan(Job job) throws UnfitException {
        if (!state.settings().equals(settings(order))) {
            throw new UnfitException("the tests of the database were configured differently");
        }
        return plan(state, job);
    }

    /** Returns the files that lead from a kept copy to the point of a plan, independent of the tests. */
    static IncrementPlan plan(KeptState state, Job job) throws UnfitException {
        if (!state.origin().equals(job.plan().replica().location())) {
            throw new UnfitException("the replica was at " + state.origin());
        }
        state.requireSameHistory(job.listed());
        IncrementPlan plan = IncrementPlanner.plan(job.plan(), state.base(), job.listed())
                .orElseThrow(() ->
                        new UnfitException("no files lead from " + state.point().position()
                                + ", the state of the kept copy, to "
                                + job.plan().point().position()));
        if (plan.bytes() > job.plan().bytes()) {
            throw new UnfitException("the newer files are larger than those of a full restore");
        }
        return plan;
    }

    /** Returns a fingerprint of the tests that a database must pass. */
    static String settings(DrillOrder order) {
        CRC32C sum = new CRC32C();
        sum.update(order.expectations().toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
