package io.litedrill.json;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.LagBasis;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Source;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.CheckOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Converts results to JSON, with the same mapping for the command line, the API and the history. Keys are snake_case
 * and always present (null for an unknown value), times RFC 3339 in UTC, durations seconds. The keys are a stable
 * interface: no key is renamed or removed.
 */
public final class ResultJson {
    /** The mode of a drill that read only new files. */
    static final String INCREMENTAL = "incremental";
    /** The source of a restore that read only new files. */
    static final String PROVED_COPY = "proved copy";

    private ResultJson() {}

    /** Returns the result of one check. */
    public static JsonObject check(CheckResult result) {
        CheckResult.Seen seen = result.seen();
        JsonObject.Builder json = begin(result.id())
                .put("verdict", wire(result.verdict()))
                .put("checked_at", result.run().at())
                .put("layout", seen.newest().map(point -> wire(point.position().layout())));
        point(json, seen.newest())
                .put("lag_seconds", seen.lag())
                .put("lag_basis", seen.lagBasis().map(LagBasis::wire))
                .put("snapshot", seen.snapshots().newest())
                .put("snapshot_count", seen.snapshots().count())
                .put("window_start", seen.windowStart())
                .put("gap_count", seen.extent().gaps())
                .put("findings", findings(result.findings()));
        return cost(json, result.run().cost()).build();
    }

    /**
     * Returns the result of {@link #check} with the further data that {@link ResultReader#check} needs, under the key
     * {@code kept}: for the history.
     */
    public static JsonObject keptCheck(CheckResult result) {
        CheckResult.Seen seen = result.seen();
        JsonObject kept = JsonObject.with()
                .put("snapshot_age_seconds", seen.snapshots().age())
                .put("snapshot_allowed_seconds", seen.snapshots().allowed())
                .put("files", seen.extent().files())
                .put("bytes", seen.extent().bytes())
                .put("unread", seen.extent().unread())
                .put("objectives", objectives(result.objectives()))
                .build();
        return JsonObject.with().putAll(check(result)).put("kept", kept).build();
    }

    /** Returns the result of one drill. */
    public static JsonObject drill(DrillResult result) {
        DrillResult.Run run = result.run();
        JsonObject.Builder json = begin(result.id())
                .put("id", run.runId())
                .put("started_at", run.startedAt())
                .put("outcome", wire(result.outcome()))
                .put("mode", result.isIncremental() ? INCREMENTAL : "full")
                .put("full_because", run.fullBecause());
        restored(json, result.restored(), request(result.restored()));
        cost(json, run.cost()).put("seconds", phases(run.phases()));
        return evidence(json, result.restored(), result.restored().flatMap(Restored::fallback), result.findings())
                .build();
    }

    /** Returns the result of one scrub. */
    public static JsonObject scrub(ScrubResult result) {
        return begin(result.id())
                .put("id", result.run().runId())
                .put("started_at", result.run().startedAt())
                .put("seconds", result.run().seconds())
                .put("verdict", wire(result.verdict()))
                .put("files", result.files())
                .put("bytes_read", result.run().cost().bytesRead())
                .put("findings", findings(result.findings()))
                .build();
    }

    /**
     * Returns the result of {@link #scrub} with the further data that {@link ResultReader#scrub} needs, under the key
     * {@code kept}: for the history.
     */
    public static JsonObject keptScrub(ScrubResult result) {
        ScrubResult.Proofs proofs = result.proofs();
        JsonObject kept = JsonObject.with()
                .put("id", result.run().runId())
                .put("started_at", result.run().startedAt())
                .put("seconds", result.run().seconds())
                .put("requests", result.run().cost().requests())
                .put("agreed", proofs.agreed())
                .put("known", proofs.known())
                .put("disagreed", proofs.disagreed())
                .put("open", proofs.open())
                .build();
        return JsonObject.with().putAll(scrub(result)).put("kept", kept).build();
    }

    /** Returns the result of one real restore. */
    public static JsonObject restore(RestoreReport report) {
        return RestoreJson.restore(
                report,
                RequestJson.write(report.request(), report.restored().map(Restored::point)),
                report.restored().flatMap(Restored::fallback));
    }

    /**
     * Returns the result of a dry run, with the keys of every restore, and those that describe the request.
     *
     * @param delivered the recovery point that the restore would deliver; empty for none
     * @param fallback the earlier state that it would deliver at best, where the requested one cannot be restored
     */
    public static JsonObject dryRun(
            RestoreReport report, TimeRequest request, Optional<RecoveryPoint> delivered, Optional<Fallback> fallback) {
        return RestoreJson.dryRun(RestoreJson.restore(report, RequestJson.write(request, delivered), fallback), report);
    }

    /** Returns findings in their order. */
    public static List<JsonObject> findings(List<Finding> findings) {
        return findings.stream().map(ResultJson::finding).toList();
    }

    /** Returns the wire form of an enum value: its name in lower case. */
    static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static JsonObject.Builder begin(ReplicaId id) {
        return JsonObject.with().put("database", id.database()).put("replica", id.replica());
    }

    static JsonObject.Builder point(JsonObject.Builder json, Optional<RecoveryPoint> point) {
        return json.put("recovery_point", point.map(RecoveryPoint::time))
                .put("position", point.map(known -> known.position().toString()));
    }

    private static JsonObject request(Optional<Restored> restored) {
        return RequestJson.write(
                restored.map(Restored::request).orElse(TimeRequest.NONE), restored.map(Restored::point));
    }

    /** Returns where a database was restored from. */
    static String source(Optional<Restored> restored) {
        return restored.map(Restored::source).orElse(Source.REPLICA) == Source.PROVED_COPY ? PROVED_COPY : "replica";
    }

    static JsonObject.Builder restored(JsonObject.Builder json, Optional<Restored> restored, JsonObject request) {
        return point(json, restored.map(Restored::point))
                .putAll(request)
                .put("user_version", restored.map(Restored::userVersion).orElse(OptionalLong.empty()))
                .put("database_bytes", restored.map(Restored::databaseBytes))
                .put("rows", restored.map(Restored::rows).orElse(OptionalLong.empty()));
    }

    private static JsonObject.Builder cost(JsonObject.Builder json, Cost cost) {
        return json.put("requests", cost.requests()).put("bytes_read", cost.bytesRead());
    }

    private static JsonObject phases(DrillResult.Phases phases) {
        return JsonObject.with()
                .put("plan", phases.plan())
                .put("restore", phases.restore())
                .put("verify", phases.verify())
                .put("total", phases.total())
                .build();
    }

    static JsonObject.Builder evidence(
            JsonObject.Builder json, Optional<Restored> restored, Optional<Fallback> fallback, List<Finding> findings) {
        List<CheckOutcome> checks = restored.map(Restored::checks).orElse(List.of());
        return json.put("checks", checks.stream().map(ResultJson::outcome).toList())
                .put("fallback", fallback.map(ResultJson::fallback))
                .put("findings", findings(findings));
    }

    private static JsonObject outcome(CheckOutcome check) {
        return JsonObject.with()
                .put("name", check.name())
                .put("outcome", wire(check.result()))
                .put("detail", check.detail())
                .put("seconds", check.seconds())
                .build();
    }

    private static JsonObject fallback(Fallback fallback) {
        return JsonObject.with()
                .put("wanted", fallback.wanted().time())
                .put("got", fallback.got().time())
                .put("wanted_position", fallback.wanted().position().toString())
                .put("got_position", fallback.got().position().toString())
                .put("lost_seconds", fallback.lost())
                .put("proved", fallback.proved())
                .build();
    }

    private static JsonObject finding(Finding finding) {
        return JsonObject.with()
                .put("code", finding.code().wire())
                .put("severity", wire(finding.severity()))
                .put("message", finding.message())
                .put("where", finding.where())
                .put("hint", finding.hint().text())
                .build();
    }

    private static JsonObject objectives(Objectives objectives) {
        return JsonObject.with()
                .put("rpo", objectives.rpo())
                .put("rto", objectives.rto())
                .put("drill_age", objectives.drillAge())
                .put("retention", objectives.retention())
                .put("expect_writes", objectives.expectWrites())
                .build();
    }
}
