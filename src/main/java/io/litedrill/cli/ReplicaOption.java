package io.litedrill.cli;

import io.litedrill.replica.Point;
import io.litedrill.restore.PlanResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which replica of a database a command works on that works on one. */
final class ReplicaOption {
    /** Where recovery points are as new, one that was listed is preferred to one that could not be. */
    private static final Comparator<Look> BY_NEWEST = Comparator.<Look, Boolean>comparing(
                    look -> look instanceof Look.Seen)
            .thenComparing(look -> look.newest().orElse(Instant.MIN));

    @Option(
            names = "--replica",
            paramLabel = "NAME",
            description = "Which of several replicas. Default: the one with the newest state that will do.")
    private Optional<String> name = Optional.empty();

    /** The replicas to choose from. */
    private List<WatchedReplica> candidates(WatchedDatabase database) throws UsageException {
        List<WatchedReplica> replicas = database.replicas().stream()
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
    Look newest(Target target) throws UsageException {
        return best(target, BY_NEWEST);
    }

    /** The replica that can produce a point; of several such, the one with the newest recovery point. */
    Look producing(Target target, Point point) throws UsageException {
        return best(target, byProducing(point));
    }

    private static Comparator<Look> byProducing(Point point) {
        return Comparator.<Look, Boolean>comparing(
                        look -> look instanceof Look.Seen seen && seen.plan(point) instanceof PlanResult.Planned)
                .thenComparing(BY_NEWEST);
    }

    /** As {@link #producing}, without a look where there is nothing to choose. */
    WatchedReplica replicaProducing(Target target, Point point) throws UsageException {
        List<WatchedReplica> replicas = candidates(target.database());
        return replicas.size() == 1 ? replicas.get(0) : producing(target, point).replica();
    }

    /** The replica that was named, else the first: the one to speak of where none is looked at. */
    WatchedReplica first(Target target) throws UsageException {
        return candidates(target.database()).get(0);
    }

    /** As {@link #producing(Target, Point)}, of all replicas. */
    static Look ofAllProducing(Target target, Point point) {
        return best(target.database().replicas(), target, byProducing(point));
    }

    private Look best(Target target, Comparator<Look> order) throws UsageException {
        return best(candidates(target.database()), target, order);
    }

    private static Look best(List<WatchedReplica> candidates, Target target, Comparator<Look> order) {
        return candidates.stream()
                .map(replica -> Look.at(replica, target.wiring()))
                .max(order)
                .orElseThrow();
    }
}
