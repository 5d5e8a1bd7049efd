package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one case.
 *
 * @param window restores of earlier points
 * @param real what real Litestream did; empty when it was not asked
 * @param more what further ways to see damage found, by their names; only asked where the files need not show it, or were not seen to
 * @param judged the incremental drills; empty for a case that was drilled in full only
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

    /** The same, with its incremental drills. */
    CaseResult with(Optional<IncrementalContender.Judged> drills) {
        return new CaseResult(of, verdicts, window, real, more, drills);
    }

    /** Whether an incremental drill of it read new files only. */
    boolean isIncremental() {
        return judged.stream().anyMatch(IncrementalContender.Judged::incremental);
    }

    Damage.Kind kind() {
        return of.damage().kind();
    }

    /** Whether there is no finding. */
    boolean isSilent() {
        return verdicts.findings().isEmpty() && more.values().stream().allMatch(List::isEmpty);
    }

    boolean isOnlySeenOtherwise() {
        return verdicts.findings().isEmpty() && !isSilent();
    }

    /** Whether this further way saw it. */
    boolean isSeenBy(Detector detector) {
        return !more.getOrDefault(detector.name(), List.of()).isEmpty();
    }
}
