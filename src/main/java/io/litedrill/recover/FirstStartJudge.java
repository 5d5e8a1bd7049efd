package io.litedrill.recover;

import io.litedrill.check.NearbyReplicas;
import io.litedrill.check.NearbyReplicas.Found;
import io.litedrill.recover.EnsureOrder.FirstStart;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.Replica;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether an application may start without data because its replica is empty. On a new machine, a mistyped path
 * or an unmounted volume is indistinguishable from a first start.
 */
final class FirstStartJudge {
    private static final int MOST_NAMED = 3;
    private static final String CONFIRM = "If this is a first start: ";

    private final FirstStart terms;

    FirstStartJudge(FirstStart terms) {
        this.terms = terms;
    }

    /**
     * Returns why this is not accepted as a first start.
     *
     * @param nothing the message that no backup was found, with the searched locations
     * @param replicas the replicas of the database, all empty
     * @return empty when no objection exists, or the user confirmed the first start
     */
    Optional<Unwritten> objection(String nothing, List<Replica> replicas) {
        if (terms.confirmed()) {
            return Optional.empty();
        }
        return replicas.stream()
                .flatMap(replica -> objection(nothing, replica).stream())
                .findFirst();
    }

    private Optional<Unwritten> objection(String nothing, Replica replica) {
        Optional<String> doubt = replica.store().doubtOfEmpty(replica.root());
        if (doubt.isPresent()) {
            return Optional.of(Refusal.unless(
                    Permission.ACCEPT_FIRST_START,
                    nothing + ", but " + doubt.get() + ". Mount the volume of the replica. " + CONFIRM));
        }
        NearbyReplicas.Result around = NearbyReplicas.around(replica);
        if (around.isUnknown()) {
            return Optional.of(RestoreOutcome.inconclusive(
                    nothing + ", but whether there are replicas with similar paths could not be determined: "
                            + around.failure().orElseThrow().getMessage()));
        }
        List<String> close = around.replicas().stream()
                .filter(found -> found.close() && !terms.configured().contains(found.location()))
                .map(Found::location)
                .limit(MOST_NAMED)
                .toList();
        return close.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.unless(
                        Permission.ACCEPT_FIRST_START,
                        nothing + ", but there are replicas with similar paths: " + String.join(", ", close)
                                + ". Correct the path of the replica in the configuration. " + CONFIRM));
    }
}
