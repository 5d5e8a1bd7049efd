package io.litedrill.cli;

import io.litedrill.app.BisectReport;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import java.util.Collection;
import java.util.Comparator;

/** Defines the exit codes. They are a stable interface: {@code check} works as a Nagios plug-in. */
final class ExitCodes {
    static final int OK = 0;
    /** Valid, with warnings ({@code config validate --strict}). */
    static final int WARNING = 1;
    /** {@code drill} and {@code restore} failed; {@code window} and {@code plan} found no backup. */
    static final int FAILED = 2;
    /** The check could not run, or the result is inconclusive. */
    static final int UNKNOWN = 3;
    /** The point lies in a gap; the restore was refused. */
    static final int REFUSED = 4;
    /** The restore succeeded with a problem after it: a hook failed, or a file could not be deleted. */
    static final int HOOK_FAILED = 5;
    /** Wrong usage or configuration. */
    static final int USAGE = 64;
    /** An internal error. */
    static final int INTERNAL = 70;

    private ExitCodes() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case OK -> OK;
            case WARNING -> 1;
            case CRITICAL -> 2;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Returns the exit code of the worst outcome: failed, else inconclusive, else passed. */
    static int of(Collection<DrillResult.Outcome> outcomes) {
        if (outcomes.contains(DrillResult.Outcome.FAILED)) {
            return FAILED;
        }
        return outcomes.contains(DrillResult.Outcome.INCONCLUSIVE) ? UNKNOWN : OK;
    }

    /** Returns the exit code of the worst verdict. */
    static int ofDatabases(Collection<Verdict> databases) {
        return of(databases.stream().max(Comparator.naturalOrder()).orElse(Verdict.UNKNOWN));
    }

    static int of(RestoreReport report) {
        return of(report.outcome());
    }

    static int of(BisectReport.Outcome outcome) {
        return switch (outcome) {
            case FOUND -> OK;
            case NO_BACKUP -> FAILED;
            case INCONCLUSIVE -> UNKNOWN;
            case IN_A_GAP, NO_BOUNDARY -> REFUSED;
        };
    }

    static int of(RestoreOutcome outcome) {
        return switch (outcome.kind()) {
            case RESTORED, NOT_NEEDED -> OK;
            case RESTORED_WITH_PROBLEMS -> HOOK_FAILED;
            case FAILED, FAILED_AFTER_CHANGE -> FAILED;
            case INCONCLUSIVE -> UNKNOWN;
            case REFUSED -> REFUSED;
        };
    }

    /** Returns the exit code of a plan: that of the restore, as far as planning shows it. */
    static int of(OutcomeWord planned) {
        return switch (planned) {
            case RESTORED, NOT_NEEDED -> OK;
            case FAILED -> FAILED;
            case INCONCLUSIVE -> UNKNOWN;
            case REFUSED -> REFUSED;
        };
    }
}
