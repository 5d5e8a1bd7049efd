package io.litedrill.json;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.ProvedPoints;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Window;
import io.litedrill.restore.NearPoints;
import java.util.Optional;

/** Converts the window of a replica to JSON. */
public final class WindowJson {
    private WindowJson() {}

    /**
     * Returns the available recovery points.
     *
     * @param near the points near a time, if requested
     */
    public static JsonObject window(Window window, Optional<NearPoints> near) {
        return JsonObject.with()
                .put("spans", window.spans().stream().map(WindowJson::span).toList())
                .put("gaps", window.gaps().stream().map(WindowJson::gap).toList())
                .put("around", near.map(RequestJson::near))
                .build();
    }

    private static JsonObject span(Span span) {
        return JsonObject.with()
                .put("from", span.from().time())
                .put("to", span.to().time())
                .put("from_position", span.from().position().toString())
                .put("to_position", span.to().position().toString())
                .put("layout", ResultJson.wire(span.layout()))
                .put("largest_step_seconds", span.largestStep())
                .put("proved", span.proved().all())
                .put("points", span.proved().points())
                .put("proved_points", span.proved().proved())
                .put("proved_until", span.proved().until())
                .put(
                        "proved_ranges",
                        span.proved().ranges().stream().map(WindowJson::range).toList())
                .put("trusted", span.trusted())
                .build();
    }

    private static JsonObject range(ProvedPoints.Range range) {
        return JsonObject.with()
                .put("from", range.from())
                .put("to", range.to())
                .put("from_position", range.first().toString())
                .put("to_position", range.last().toString())
                .put("points", range.points())
                .build();
    }

    private static JsonObject gap(Gap gap) {
        return JsonObject.with()
                .put("after", gap.after().map(RecoveryPoint::time))
                .put("before", gap.before())
                .put("missing", gap.missing().what())
                .build();
    }
}
