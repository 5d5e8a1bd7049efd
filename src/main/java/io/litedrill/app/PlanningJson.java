package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.json.PlanJson;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.PlanResult;

/** Converts the result of planning a restore to JSON. */
final class PlanningJson {
    private PlanningJson() {}

    /** Returns the JSON object. Every key is present even without a plan. */
    static JsonObject of(RestorePlanning planning) {
        JsonObject json = planning.plan()
                .map(known -> PlanJson.plan(known, planning.estimatedSeconds()))
                .orElseGet(() -> PlanJson.noPlan(planning.request()));
        return JsonObject.with()
                .put("database", planning.look().id().database())
                .put("replica", planning.look().id().replica())
                .putAll(json)
                .put("reason", planning.reason().text())
                .put(
                        "before",
                        planning.refused().flatMap(PlanResult.Refused::before).map(point -> neighbour(planning, point)))
                .put(
                        "after",
                        planning.refused().flatMap(PlanResult.Refused::after).map(point -> neighbour(planning, point)))
                .put("findings", ResultJson.findings(planning.findings()))
                .build();
    }

    private static JsonObject neighbour(RestorePlanning planning, RecoveryPoint point) {
        return JsonObject.with()
                .put("recovery_point", point.time())
                .put("position", point.position().toString())
                .put("command", planning.restoreCommand(point).text())
                .build();
    }
}
