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
 * @param more what further ways to see damage found, by their names; only asked where the files need not show it
 */
record CaseResult(
        Case of, Verdicts verdicts, Window.Sample window, Optional<Result> real, Map<String, List<String>> more) {
    Damage.Kind kind() {
        return of.damage().kind();
    }

    /** Whether the further ways saw it. */
    boolean seenOtherwise() {
        return more.values().stream().anyMatch(codes -> !codes.isEmpty());
    }
}
