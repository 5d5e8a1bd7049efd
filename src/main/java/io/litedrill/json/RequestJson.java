package io.litedrill.json;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.restore.NearPoints;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestorePlan;
import java.time.Duration;
import java.util.Optional;

/** Converts requested times, and the recovery points near them, to JSON. */
final class RequestJson {
    private RequestJson() {}

    /**
     * Writes the keys that compare the request with the recovery point delivered.
     *
     * @param delivered the recovery point; empty for none
     */
    static JsonObject write(TimeRequest request, Optional<RecoveryPoint> delivered) {
        return JsonObject.with()
                .put("after_newest", request.afterNewest())
                .put("requested", request.time())
                .put("earlier_by_seconds", delivered.flatMap(request::earlierBy))
                .put("later_by_up_to_seconds", delivered.flatMap(request::laterByUpTo))
                .put("next_later", request.next().map(RequestJson::point))
                .build();
    }

    /** Writes the recovery points near a time, with their distances: negative before it. */
    static JsonObject near(NearPoints near) {
        Optional<RestorePlan> plan = near.plan();
        return JsonObject.with()
                .put("time", near.time())
                .put("restores_to", plan.map(RestorePlan::point).map(RequestJson::point))
                .put(
                        "after_newest",
                        plan.map(found -> found.request().afterNewest()).orElse(false))
                .put("reason", near.refused().map(PlanResult.Refused::reason).orElse(""))
                .put(
                        "points",
                        near.points().stream()
                                .map(point -> distant(near, point))
                                .toList())
                .build();
    }

    private static JsonObject distant(NearPoints near, RecoveryPoint point) {
        return JsonObject.with()
                .putAll(point(point))
                .put("distance_seconds", Duration.between(near.time(), point.time()))
                .build();
    }

    private static JsonObject point(RecoveryPoint point) {
        return JsonObject.with()
                .put("recovery_point", point.time())
                .put("position", point.position().toString())
                .build();
    }
}
