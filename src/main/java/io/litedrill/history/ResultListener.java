package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.recover.RestoreReport;

/** Receives results that other processes stored. */
public interface ResultListener {
    /** Receives a check. */
    void check(CheckResult result);

    /** Receives a drill. */
    void drill(DrillResult result);

    /** Receives a scrub. */
    void scrub(ScrubResult result);

    /** Receives a real restore. */
    void restore(RestoreReport report);
}
