package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.check.ReplicaId;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.TrendPoint;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Queries how the checks of a database developed; without a history, nothing is known. */
public record TrendQueries(Optional<HistoryStore> history, InstantSource clock) {
    /** The number of parts that a period is divided into. */
    private static final int PARTS = 500;

    private static final long SHORTEST_SECONDS = 60;

    /**
     * Returns the trend of each replica.
     *
     * @param length the length of the period, which ends now
     * @throws ProblemException when the history cannot be read
     */
    public JsonObject of(MonitoredDatabase database, Duration length) {
        Instant from = clock.instant().minus(length);
        Duration width = Duration.ofSeconds(Math.max(SHORTEST_SECONDS, length.toSeconds() / PARTS));
        List<JsonObject> replicas = database.replicas().stream()
                .map(replica -> JsonObject.with()
                        .put("replica", replica.id().replica())
                        .put("points", points(replica.id(), from, width))
                        .build())
                .toList();
        return JsonObject.with()
                .put("since", from)
                .put("width_seconds", width)
                .put("replicas", replicas)
                .build();
    }

    private List<JsonObject> points(ReplicaId id, Instant from, Duration width) {
        try {
            return history.map(open -> open.trend(id, from, width)).orElse(List.of()).stream()
                    .map(TrendQueries::json)
                    .toList();
        } catch (HistoryException e) {
            throw new ProblemException(Problem.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject json(TrendPoint point) {
        return JsonObject.with()
                .put("at", point.from())
                .put("lag_seconds", point.lag())
                .put("bytes", point.bytes())
                .put("verdict", point.verdict().name().toLowerCase(Locale.ROOT))
                .put("checks", point.checks())
                .build();
    }
}
