package io.litedrill.json;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.restore.RestorePlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Converts plans of restores to JSON. */
public final class PlanJson {
    private PlanJson() {}

    /**
     * Returns the files that a restore would read.
     *
     * @param estimatedSeconds the estimated duration in seconds, at the speed of the last drill; empty without a drill
     */
    public static JsonObject plan(RestorePlan plan, OptionalDouble estimatedSeconds) {
        JsonObject.Builder json = JsonObject.with()
                .put(
                        "files",
                        plan.files().stream()
                                .map(file -> file(plan.replica(), file))
                                .toList())
                .put("bytes", plan.bytes())
                .put("requests", plan.requests());
        return ResultJson.point(json, Optional.of(plan.point()))
                .put(
                        "estimated_seconds",
                        estimatedSeconds.isPresent()
                                ? Optional.of(estimatedSeconds.getAsDouble())
                                : Optional.<Double>empty())
                .putAll(RequestJson.write(plan.request(), Optional.of(plan.point())))
                .build();
    }

    /**
     * Returns the keys of {@link #plan} for a request that cannot be restored, so that no file is read.
     *
     * @param request the requested time, if any
     */
    public static JsonObject noPlan(TimeRequest request) {
        return JsonObject.with()
                .put("files", List.of())
                .put("bytes", 0)
                .put("requests", 0)
                .put("recovery_point", Optional.empty())
                .put("position", Optional.empty())
                .put("estimated_seconds", Optional.empty())
                .putAll(RequestJson.write(request, Optional.empty()))
                .build();
    }

    private static JsonObject file(Replica replica, ReplicaFile file) {
        return JsonObject.with()
                .put("name", replica.nameOf(file))
                .put("kind", file.kind())
                .put("bytes", file.bytes())
                .build();
    }
}
