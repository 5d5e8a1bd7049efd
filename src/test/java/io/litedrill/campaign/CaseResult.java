package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one case.
 *
 * @param window restores of earlier points
 * @param real the result of real Litestream; empty if it did not run
 * @param more findings of further detectors, by their names; they run only if the files need not show the damage,
 *     or if it was not found in them
 * @param judged the incremental drills; empty for a case with full drills only
 */
record CaseResult(
        DamageCase of,
        Verdicts verdicts,
        TimeRange.Sample window,
        Optional<Result> real,
        Map<String, List<String>> more,
        Optional<IncrementalContender.Judged> judged) {
    static CaseResult of(
            DamageCase of,
            Verdicts verdicts,
            TimeRange.Sample window,
            Optional<Result> real,
            Map<String, List<String>> more) {
        boolean seen = more.values().stream().anyMatch(codes -> !codes.isEmpty());
        return new CaseResult(of, seen ? verdicts.seenOtherwise() : verdicts, window, real, more, Optional.empty());
    }

    /** Returns the same result with its incremental drills. */
    CaseResult with(Optional<IncrementalContender.Judged> drills) {
        return new CaseResult(of, verdicts, window, real, more, drills);
    }

    /** Returns whether an incremental drill of it read only new files. */
    boolean isIncremental() {
        return judged.stream().anyMatch(IncrementalContender.Judged::incremental);
    }

    Damage.Kind kind() {
        return of.damage().kind();
    }

    /** Returns whether there is no finding. */
    boolean isSilent() {
        return verdicts.findings().isEmpty() && more.values().stream().allMatch(List::isEmpty);
    }

    boolean isOnlySeenOtherwise() {
        return verdicts.findings().isEmpty() && !isSilent();
    }

    /** Returns whether this detector found the damage. */
    boolean isSeenBy(Detector detector) {
        return !more.getOrDefault(detector.name(), List.of()).isEmpty();
    }
}
