package io.litedrill.cli;

import io.litedrill.check.FindingCode;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.RestoreReport;
import java.util.Collection;
import java.util.Comparator;

/** What the exit codes mean. They are a contract: a check is a Nagios plug-in as it is. */
final class ExitCodes {
    static final int OK = 0;
    /** {@code drill} and {@code restore} failed; {@code window} and {@code plan} found no backup. */
    static final int FAILED = 2;
    /** Could not look, or nothing was proved either way. */
    static final int UNKNOWN = 3;
    /** The point lies in a gap; the restore was refused. */
    static final int REFUSED = 4;
    /** Restored, with a problem after it: what runs then failed, or something could not be deleted. */
    static final int HOOK_FAILED = 5;
    /** Wrong usage or configuration. */
    static final int USAGE = 64;
    /** A mistake of ours. */
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

    /** The worst of several: failed, else inconclusive, else passed. */
    static int of(Collection<DrillResult.Outcome> outcomes) {
        if (outcomes.contains(DrillResult.Outcome.FAILED)) {
            return FAILED;
        }
        return outcomes.contains(DrillResult.Outcome.INCONCLUSIVE) ? UNKNOWN : OK;
    }

    /** The worst verdict of several databases. */
    static int ofDatabases(Collection<Verdict> databases) {
        return of(databases.stream().max(Comparator.naturalOrder()).orElse(Verdict.UNKNOWN));
    }

    static int of(RestoreReport report) {
        boolean problem = report.findings().stream()
                .anyMatch(finding ->
                        finding.code() == FindingCode.HOOK_FAILED || finding.code() == FindingCode.CLEANUP_FAILED);
        boolean unfinished = report.ending().outcome() == RestoreReport.Outcome.RESTORED
                && report.ending().otherwise();
        boolean malformed = report.ending().outcome() == RestoreReport.Outcome.RESTORED && report.isMalformed();
        return problem || unfinished || malformed
                ? HOOK_FAILED
                : of(report.ending().outcome());
    }

    static int of(RestoreReport.Outcome outcome) {
        return switch (outcome) {
            case RESTORED, NOT_NEEDED -> OK;
            case FAILED -> FAILED;
            case INCONCLUSIVE -> UNKNOWN;
            case REFUSED -> REFUSED;
        };
    }
}
