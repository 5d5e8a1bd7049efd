package io.litedrill.history;

import io.litedrill.drill.ScrubResult;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.json.ResultReader;
import org.jdbi.v3.core.Handle;

/** Stores scrubs. */
final class ScrubTable extends ResultTable<ScrubResult> {
    private static final String INSERT = """
        INSERT INTO scrubs (id, database, replica, started_at, ended_at, verdict, document)
        VALUES (:id, :database, :replica, :started_at, :ended_at, :verdict, :document)\
        """;

    ScrubTable(HistoryAccess access, Publication publication) {
        super(access, new Layout<>("scrubs", "started_at", ResultReader::scrub), publication);
    }

    @Override
    JsonObject document(ScrubResult result) {
        return ResultJson.keptScrub(result);
    }

    @Override
    String describe(ScrubResult result) {
        return "a scrub of " + result.id();
    }

    @Override
    void insert(Handle handle, ScrubResult result, String document) {
        ScrubResult.Run run = result.run();
        Replicas.seen(handle, result.id(), run.startedAt());
        handle.createUpdate(INSERT)
                .bind("id", run.runId())
                .bindMethods(result.id())
                .bind("started_at", Times.column(run.startedAt()))
                .bind("ended_at", Times.column(run.endedAt()))
                .bind("verdict", result.verdict().name())
                .bind("document", document)
                .execute();
    }
}
