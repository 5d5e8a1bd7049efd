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
 * @param name the name of the requested replica; empty for the best one
 */
public record ReplicaChoice(Optional<String> name) {
    /** Orders by the newest recovery point. A replica that was listed wins over one that could not be listed. */
    private static final Comparator<ScanAttempt> BY_NEWEST = Comparator.<ScanAttempt, Boolean>comparing(
                    look -> look instanceof ScanAttempt.Seen)
            .thenComparing(look -> look.newest().orElse(Instant.MIN));

    /** Returns the replicas to choose from. */
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

    /** Returns the replica with the newest recovery point. */
    public ScanAttempt newest(Target target) throws UsageException {
        return best(target, new Point.Newest(), BY_NEWEST);
    }

    /** Returns the replica that can produce a point. Of several, the one with the newest recovery point wins. */
    public ScanAttempt producing(Target target, Point point) throws UsageException {
        return best(target, point, byProducing(point));
    }

    private static Comparator<ScanAttempt> byProducing(Point point) {
        return Comparator.<ScanAttempt, Boolean>comparing(
                        look -> look instanceof ScanAttempt.Seen seen && seen.plan(point) instanceof PlanResult.Planned)
                .thenComparing(BY_NEWEST);
    }

    /** Returns the replica as {@link #producing} does, without a scan when there is only one. */
    public ReplicaTarget replicaProducing(Target target, Point point) throws UsageException {
        List<ReplicaTarget> replicas = candidates(target.database());
        return replicas.size() == 1 ? replicas.get(0) : producing(target, point).replica();
    }

    /**
     * Returns the named replica, or the first one, without a scan. Used for reports on replicas that were not scanned.
     */
    public ReplicaTarget first(Target target) throws UsageException {
        return candidates(target.database()).get(0);
    }

    /** Chooses among all replicas as {@link #producing(Target, Point)} does. */
    public static ScanAttempt ofAllProducing(Target target, Point point) {
        return best(target.database().replicas(), target, point, byProducing(point));
    }

    private ScanAttempt best(Target target, Point point, Comparator<ScanAttempt> order) throws UsageException {
        return best(candidates(target.database()), target, point, order);
    }

    private static ScanAttempt best(
            List<ReplicaTarget> candidates, Target target, Point point, Comparator<ScanAttempt> order) {
        return candidates.stream()
                .map(replica -> ScanAttempt.at(replica, target.wiring(), point))
                .max(order)
                .orElseThrow();
    }
}
