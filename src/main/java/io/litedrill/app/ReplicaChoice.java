package io.litedrill.app;

import io.litedrill.replica.Point;
import io.litedrill.restore.PlanResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the replica of a database that a restore, a plan or a window uses.
 *
 * @param name of the replica that was asked for; empty for the best one
 */
public record ReplicaChoice(Optional<String> name) {
    /** Where recovery points are as new, one that was listed is preferred to one that could not be. */
    private static final Comparator<ScanAttempt> BY_NEWEST = Comparator.<ScanAttempt, Boolean>comparing(
                    look -> look instanceof ScanAttempt.Seen)
            .thenComparing(look -> look.newest().orElse(Instant.MIN));

    /** The replicas to choose from. */
    private List<ReplicaTarget> candidates(DatabaseTarget database) throws UsageException {
        List<ReplicaTarget> replicas = database.replicas().stream()
                .filter(replica -> name.isEmpty() || replica.id().replica().equals(name.get()))
                .toList();
        if (replicas.isEmpty()) {
            List<String> names = database.replicas().stream()
                    .map(replica -> replica.id().replica())
                    .toList();
            throw new UsageException("--replica: " + database.name() + " has " + String.join(", ", names) + ". Found: "
                    + name.orElse(""));
        }
        return replicas;
    }

    /** The replica with the newest recovery point. */
    public ScanAttempt newest(Target target) throws UsageException {
        return best(target, BY_NEWEST);
    }

    /** The replica that can produce a point; of several such, the one with the newest recovery point. */
    public ScanAttempt producing(Target target, Point point) throws UsageException {
        return best(target, byProducing(point));
    }

    private static Comparator<ScanAttempt> byProducing(Point point) {
        return Comparator.<ScanAttempt, Boolean>comparing(
                        look -> look instanceof ScanAttempt.Seen seen && seen.plan(point) instanceof PlanResult.Planned)
                .thenComparing(BY_NEWEST);
    }

    /** As {@link #producing}, without a look where there is nothing to choose. */
    public ReplicaTarget replicaProducing(Target target, Point point) throws UsageException {
        List<ReplicaTarget> replicas = candidates(target.database());
        return replicas.size() == 1 ? replicas.get(0) : producing(target, point).replica();
    }

    /** The replica that was named, else the first: the one to speak of where none is looked at. */
    public ReplicaTarget first(Target target) throws UsageException {
        return candidates(target.database()).get(0);
    }

    /** As {@link #producing(Target, Point)}, of all replicas. */
    public static ScanAttempt ofAllProducing(Target target, Point point) {
        return best(target.database().replicas(), target, byProducing(point));
    }

    private ScanAttempt best(Target target, Comparator<ScanAttempt> order) throws UsageException {
        return best(candidates(target.database()), target, order);
    }

    private static ScanAttempt best(List<ReplicaTarget> candidates, Target target, Comparator<ScanAttempt> order) {
        return candidates.stream()
                .map(replica -> ScanAttempt.at(replica, target.wiring()))
                .max(order)
                .orElseThrow();
    }
}
