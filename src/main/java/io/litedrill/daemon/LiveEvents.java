package io.litedrill.daemon;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.http.EventStream;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.RestoreReport;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Publishes the results of the daemon as events of the API. */
public final class LiveEvents {
    private final EventStream stream;
    private final Catalogue catalogue;
    private final Board board;

    public LiveEvents(EventStream stream, Catalogue catalogue, Board board) {
        this.stream = stream;
        this.catalogue = catalogue;
        this.board = board;
    }

    public void check(CheckResult result) {
        publish(
                "check",
                result.id(),
                ended(Optional.empty(), result.verdict(), result.run().at()));
    }

    public void drill(DrillResult result) {
        Optional<String> run = Optional.of(result.run().runId());
        publish("drill", result.id(), ended(run, result.outcome(), result.run().endedAt()));
    }

    public void scrub(ScrubResult result) {
        Optional<String> run = Optional.of(result.run().runId());
        publish("scrub", result.id(), ended(run, result.verdict(), result.run().endedAt()));
    }

    public void restore(RestoreReport report) {
        RestoreReport.Run run = report.run();
        Instant end = run.startedAt().plusNanos(Math.round(run.seconds() * 1e9));
        publish("restore", report.id(), ended(Optional.of(run.runId()), report.word(), end));
    }

    /** Reports that databases were added, changed or removed. */
    public void configured() {
        stream.publish("databases", JsonObject.with().build());
    }

    private static JsonObject ended(Optional<String> run, Enum<?> outcome, Instant at) {
        return JsonObject.with()
                .put("id", run)
                .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .put("at", at)
                .build();
    }

    private void publish(String type, ReplicaId id, JsonObject end) {
        JsonObject data = JsonObject.with()
                .put("database", id.database())
                .put("replica", id.replica())
                .putAll(end)
                .put("board", catalogue.find(id.database()).map(board::row))
                .build();
        stream.publish(type, data);
    }
}
