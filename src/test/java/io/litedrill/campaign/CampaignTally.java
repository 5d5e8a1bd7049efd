package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The counted results of all cases. */
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

    /** Returns the cases whose files need not show the damage, or all other cases. */
    CampaignTally traceless(boolean traceless) {
        return where(result -> result.kind().isTraceless() == traceless);
    }

    int size() {
        return results.size();
    }

    /** Returns the cases with this outcome. */
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

    /** Returns the cases whose files show the damage, and which misled the user. */
    List<CaseResult> bad() {
        return traceless(false).results().stream()
                .filter(result -> result.verdicts().outcome().isBad())
                .toList();
    }

    /** Returns the cases in which a restore of an earlier point gave another state. */
    Stream<CaseResult> wrongPoints() {
        return results.stream().filter(result -> !result.window().wrong().isEmpty());
    }

    /** Returns the cases with an irregularity that does not mislead. */
    Stream<CaseResult> odd() {
        return results.stream().filter(result -> !result.verdicts().odd().isEmpty());
    }

    /**
     * Returns the cases in which real Litestream restored a newer state, or a sound one where Litedrill restored
     * none.
     */
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
