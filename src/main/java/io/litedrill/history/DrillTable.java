package io.litedrill.history;

import io.litedrill.drill.DrillResult;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.json.ResultReader;
import org.jdbi.v3.core.Handle;

/** Stores drills. */
final class DrillTable extends ResultTable<DrillResult> {
    private static final String INSERT = """
        INSERT INTO drills
            (id, database, replica, started_at, ended_at, outcome, restore_seconds, bytes_read, document)
        VALUES (:id, :database, :replica, :started_at, :ended_at, :outcome, :restore_seconds, :bytes_read, :document)\
        """;

    DrillTable(HistoryAccess access, Publication publication) {
        super(access, new Layout<>("drills", "started_at", ResultReader::drill), publication);
    }

    @Override
    JsonObject document(DrillResult result) {
        return ResultJson.drill(result);
    }

    @Override
    String describe(DrillResult result) {
        return "a drill of " + result.id();
    }

    @Override
    void insert(Handle handle, DrillResult result, String document) {
        DrillResult.Run run = result.run();
        Replicas.seen(handle, result.id(), run.startedAt());
        handle.createUpdate(INSERT)
                .bind("id", run.runId())
                .bindMethods(result.id())
                .bind("started_at", Times.column(run.startedAt()))
                .bind("ended_at", Times.column(run.endedAt()))
                .bind("outcome", result.outcome().name())
                .bind("restore_seconds", run.phases().plan() + run.phases().restore())
                .bind("bytes_read", run.cost().bytesRead())
                .bind("document", document)
                .execute();
        if (result.restored().isPresent()) {
            Replicas.held(handle, result.id());
        }
    }
}
