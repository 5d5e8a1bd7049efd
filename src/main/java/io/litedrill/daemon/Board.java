package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Restored;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Summarizes databases for the page and its events: one short object for each. */
public final class Board {
    private final ResultPublisher results;
    private final RecentTrends trends;
    private final BestReplica best;
    private final InstantSource clock;

    public Board(ResultPublisher results, RecentTrends trends, InstantSource clock) {
        this.results = results;
        this.trends = trends;
        this.best = new BestReplica(results);
        this.clock = clock;
    }

    /**
     * States what is proved about a database. Only a passed drill proves that it can be restored.
     */
    private enum Proof {
        /** The last drill passed, and is young enough. */
        PROVED,
        /** The last drill passed, but longer ago than the objective allows. */
        OVERDUE,
        /** The last drill failed. */
        FAILED,
        /** No drill reached a verdict yet. */
        NONE
    }

    /** Returns the summary of a database. */
    public JsonObject row(MonitoredDatabase database) {
        MonitoredReplica replica = shown(database);
        ReplicaId id = replica.id();
        Instant now = clock.instant();
        Verdict verdict = best.verdict(database);
        Proof proof = proof(replica, now);
        JsonObject.Builder row = JsonObject.with()
                .put("name", database.name())
                .put("verdict", wire(verdict))
                .put("restorable", proof == Proof.PROVED && verdict.compareTo(Verdict.WARNING) <= 0)
                .put("proof", wire(proof))
                .put("replica", id.replica())
                .put("replicas", database.replicas().size());
        return row.putAll(checked(results.latestCheck(id)))
                .putAll(drilled(id))
                .put("objectives", objectives(replica.objectives()))
                .putAll(worst(database))
                .putAll(trends.json(id, now))
                .build();
    }

    /** Returns the replica that a restore would use; the first if none can be read. */
    private MonitoredReplica shown(MonitoredDatabase database) {
        return best.of(database)
                .flatMap(found -> database.replicas().stream()
                        .filter(replica -> replica.id().equals(found.id()))
                        .findFirst())
                .orElseGet(() -> database.replicas().get(0));
    }

    private Proof proof(MonitoredReplica replica, Instant now) {
        Optional<DrillResult> last = trends.conclusive(replica.id());
        if (last.isEmpty()) {
            return Proof.NONE;
        }
        if (last.get().outcome() == DrillResult.Outcome.FAILED) {
            return Proof.FAILED;
        }
        Duration age = Duration.between(last.get().run().endedAt(), now);
        return age.compareTo(replica.objectives().drillAge()) <= 0 ? Proof.PROVED : Proof.OVERDUE;
    }

    private static JsonObject checked(Optional<CheckResult> check) {
        Optional<CheckResult.Seen> seen = check.map(CheckResult::seen);
        return JsonObject.with()
                .put("checked_at", check.map(known -> known.run().at()))
                .put("recovery_point", seen.flatMap(CheckResult.Seen::newest).map(RecoveryPoint::time))
                .put("lag_seconds", seen.flatMap(CheckResult.Seen::lag))
                .put("window_start", seen.flatMap(CheckResult.Seen::windowStart))
                .put("gap_count", seen.map(known -> known.extent().gaps()))
                .put("replica_bytes", seen.map(known -> known.extent().bytes()))
                .build();
    }

    private JsonObject drilled(ReplicaId id) {
        Optional<DrillResult> passed = trends.passed(id);
        Optional<DrillResult> last = trends.conclusive(id);
        return JsonObject.with()
                .put("drilled_at", last.map(drill -> drill.run().endedAt()))
                .put("proved_at", passed.map(drill -> drill.run().endedAt()))
                .put(
                        "proved_until",
                        passed.flatMap(DrillResult::restored)
                                .map(Restored::point)
                                .map(RecoveryPoint::time))
                .put(
                        "restore_seconds",
                        trends.full(id).map(drill -> drill.run().phases().total()))
                .put("database_bytes", passed.flatMap(DrillResult::restored).map(Restored::databaseBytes))
                .build();
    }

    /** Returns objectives with their values in seconds. */
    static JsonObject objectives(Objectives objectives) {
        return JsonObject.with()
                .put("rpo", objectives.rpo())
                .put("rto", objectives.rto())
                .put("drill_age", objectives.drillAge())
                .put("retention", objectives.retention())
                .build();
    }

    private JsonObject worst(MonitoredDatabase database) {
        List<Finding> all = database.replicas().stream()
                .flatMap(replica -> findings(replica.id()))
                .sorted(Comparator.comparing(
                                (Finding finding) -> finding.severity().verdict())
                        .reversed())
                .toList();
        return JsonObject.with()
                .put("finding_count", all.size())
                .put(
                        "finding",
                        all.stream()
                                .findFirst()
                                .map(first ->
                                        ResultJson.findings(List.of(first)).get(0)))
                .build();
    }

    /** Returns the findings of the last check, and those that only the last drill has. */
    private Stream<Finding> findings(ReplicaId id) {
        List<Finding> check = results.latestCheck(id).map(CheckResult::findings).orElse(List.of());
        Stream<Finding> drill = trends.conclusive(id).stream()
                .flatMap(known -> known.findings().stream())
                .filter(finding -> check.stream().noneMatch(other -> other.code() == finding.code()));
        return Stream.concat(check.stream(), drill);
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
