package io.litedrill.daemon;

import io.litedrill.check.Hint;
import io.litedrill.drill.SoundRestore;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import java.util.Optional;

/** Reports the cancellation of a restore that changed nothing. */
final class CancelledReport {
    private CancelledReport() {}

    /**
     * Returns the report of a restore that may have been cancelled.
     *
     * @param by the name of the token that cancelled it; empty when it was not cancelled
     */
    static RestoreReport of(RestoreReport report, Optional<String> by) {
        return by.flatMap(who -> stopped(report.outcome())
                        .map(stopped -> report.with(stopped.with(Hint.text("cancelled over HTTP by " + who + ": ")
                                .then(stopped.reason())))))
                .orElse(report);
    }

    /** A cancellation closes open files, so that a test of the destination fails. That is no refusal. */
    private static Optional<RestoreOutcome.Inconclusive> stopped(RestoreOutcome outcome) {
        if (outcome instanceof RestoreOutcome.Refusal refusal) {
            RestoreOutcome.Inconclusive stopped = RestoreOutcome.inconclusive(SoundRestore.STOPPED);
            return Optional.of(
                    refusal.effect() == RestoreOutcome.Effect.COMMAND_BEFORE ? stopped.afterCommand() : stopped);
        }
        return Optional.of(outcome)
                .filter(RestoreOutcome.Inconclusive.class::isInstance)
                .map(RestoreOutcome.Inconclusive.class::cast);
    }
}
