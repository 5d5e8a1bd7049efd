package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The results of all cases, counted. */
record CampaignTally(List<SoundReplica> replicas, List<CaseResult> results) {
    CampaignTally {
        replicas = List.copyOf(replicas);
        results = List.copyOf(results);
    }

    CampaignTally where(Predicate<CaseResult> wanted) {
        return new CampaignTally(replicas, results.stream().filter(wanted).toList());
    }

    CampaignTally of(Damage.Kind kind) {
        return where(result -> result.kind() == kind);
    }

    /** Those whose files show the damage, or need not. */
    CampaignTally traceless(boolean traceless) {
        return where(result -> result.kind().isTraceless() == traceless);
    }

    int size() {
        return results.size();
    }

    /** Those of this outcome. */
    Stream<CaseResult> with(Outcome outcome) {
        return results.stream().filter(result -> result.verdicts().outcome() == outcome);
    }

    long count(Outcome... outcomes) {
        List<Outcome> wanted = List.of(outcomes);
        return results.stream()
                .filter(result -> wanted.contains(result.verdicts().outcome()))
                .count();
    }

    long count(Result real) {
        return results.stream()
                .filter(result -> result.real().equals(Optional.of(real)))
                .count();
    }

    long count(Place place) {
        return results.stream()
                .filter(result -> result.verdicts().place().equals(Optional.of(place)))
                .count();
    }

    /** Damages that the files show, and that misled. */
    List<CaseResult> bad() {
        return traceless(false).results().stream()
                .filter(result -> result.verdicts().outcome().isBad())
                .toList();
    }

    /** Restores of earlier points that gave another state. */
    Stream<CaseResult> wrongPoints() {
        return results.stream().filter(result -> !result.window().wrong().isEmpty());
    }

    /** Cases in which something is odd, but not misleading. */
    Stream<CaseResult> odd() {
        return results.stream().filter(result -> !result.verdicts().odd().isEmpty());
    }

    /** Where real Litestream restored a newer or any sound state, and Litedrill less. */
    Stream<CaseResult> beaten() {
        return results.stream().filter(CampaignTally::isBeaten);
    }

    private static boolean isBeaten(CaseResult result) {
        boolean realNewest = result.real().equals(Optional.of(Result.RIGHT));
        boolean realOlder = result.real().equals(Optional.of(Result.OLDER));
        return switch (result.verdicts().outcome()) {
            case FELL_BACK -> realNewest;
            case NOTHING_LEFT, NOT_PROVED -> realNewest || realOlder;
            default -> false;
        };
    }
}
