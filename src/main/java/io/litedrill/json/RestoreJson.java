package io.litedrill.json;

import io.litedrill.drill.Fallback;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import java.util.Optional;
import java.util.Set;

/** Maps restores to JSON, for {@link ResultJson}. */
final class RestoreJson {
    private static final Set<String> ENDING = Set.of("outcome", "ending");

    private RestoreJson() {}

    /**
     * Returns a restore.
     *
     * @param request the keys of {@link RequestJson}
     */
    static JsonObject restore(RestoreReport report, JsonObject request, Optional<Fallback> fallback) {
        RestoreReport.Run run = report.run();
        JsonObject.Builder json = ResultJson.begin(report.id())
                .put("id", run.runId())
                .put("started_at", run.startedAt())
                .put("outcome", ResultJson.wire(report.word()))
                .put("ending", ResultJson.wire(report.outcome().kind()))
                .put("reason", report.reason())
                .put("overridden_by", overriddenBy(report.outcome()))
                .put("effect", effect(report.outcome()))
                .put("source", ResultJson.source(report.restored()))
                .put("output", run.output())
                .put("in_place", report.origin().map(RestoreReport.Origin::inPlace))
                .put("requested_by", report.origin().map(RestoreReport.Origin::requestedBy));
        ResultJson.restored(json, report.restored(), request)
                .put("seconds", run.seconds())
                .put("moved_aside", run.movedAside());
        return ResultJson.evidence(json, report.restored(), fallback, report.findings())
                .build();
    }

    /**
     * Returns a restore that was only previewed. A restore that would begin has no outcome.
     *
     * @param report {@code not_needed} for a restore that would begin
     */
    static JsonObject dryRun(JsonObject restore, RestoreReport report) {
        boolean begins = report.word() == OutcomeWord.NOT_NEEDED;
        OutcomeWord expected = begins ? OutcomeWord.RESTORED : report.word();
        JsonObject.Builder json = JsonObject.with();
        restore.values()
                .forEach((key, value) ->
                        json.put(key, begins && ENDING.contains(key) ? Optional.empty() : Optional.ofNullable(value)));
        return json.put("dry_run", true)
                .put("would_be", ResultJson.wire(expected))
                .build();
    }

    private static Optional<String> overriddenBy(RestoreOutcome outcome) {
        return outcome instanceof RestoreOutcome.Refusal refusal
                ? refusal.overriddenBy().map(Permission::wire)
                : Optional.empty();
    }

    private static Optional<String> effect(RestoreOutcome outcome) {
        return outcome instanceof RestoreOutcome.Unwritten unwritten
                ? Optional.of(ResultJson.wire(unwritten.effect()))
                : Optional.empty();
    }
}
