package io.litedrill.history;

import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.json.ResultReader;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import org.jdbi.v3.core.Handle;

/** Stores real restores. A run that was settled later is stored again under its ID, and replaces the earlier row. */
final class RestoreTable extends ResultTable<RestoreReport> {
    private static final String INSERT = """
        INSERT INTO restores (id, database, replica, started_at, ended_at, outcome, document)
        VALUES (:id, :database, :replica, :started_at, :ended_at, :outcome, :document)
        ON CONFLICT (id) DO UPDATE
        SET ended_at = excluded.ended_at, outcome = excluded.outcome, document = excluded.document\
        """;

    RestoreTable(HistoryAccess access, Publication publication) {
        super(access, new Layout<>("restores", "started_at", ResultReader::restore), publication);
    }

    @Override
    JsonObject document(RestoreReport report) {
        return ResultJson.restore(report);
    }

    @Override
    String describe(RestoreReport report) {
        return "a restore of " + report.id();
    }

    @Override
    void insert(Handle handle, RestoreReport report, String document) {
        RestoreReport.Run run = report.run();
        Replicas.seen(handle, report.id(), run.startedAt());
        handle.createUpdate(INSERT)
                .bind("id", run.runId())
                .bindMethods(report.id())
                .bind("started_at", Times.column(run.startedAt()))
                .bind("ended_at", Times.column(run.startedAt().plusNanos(Math.round(run.seconds() * 1e9))))
                .bind("outcome", report.word().name())
                .bind("document", document)
                .execute();
        if (report.word() == OutcomeWord.RESTORED) {
            Replicas.held(handle, report.id());
        }
    }
}
