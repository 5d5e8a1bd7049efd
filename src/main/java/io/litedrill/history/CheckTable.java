package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.json.ResultJson;
import io.litedrill.json.ResultReader;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Stores checks. A check has no run ID; its row has a number. */
final class CheckTable extends ResultTable<CheckResult> {
    private static final String NOT_NEWEST = """
            EXISTS (SELECT 1 FROM checks later WHERE later.database = checks.database
            AND later.replica = checks.replica AND (later.at, later.id) > (checks.at, checks.id))""";
    private static final String INSERT = """
            INSERT INTO checks (database, replica, at, verdict, changed, document)
            VALUES (:database, :replica, :at, :verdict, CASE WHEN :verdict IS DISTINCT FROM (
                SELECT verdict FROM checks WHERE database = :database AND replica = :replica AND at <= :at
                ORDER BY at DESC, id DESC LIMIT 1) THEN 1 ELSE 0 END, :document)""";

    CheckTable(Access access) {
        super(access, new Layout<>("checks", "at", ResultReader::check));
    }

    @Override
    String describe(CheckResult result) {
        return "a check of " + result.id();
    }

    @Override
    void insert(Handle handle, CheckResult result) {
        Replicas.seen(handle, result.id(), result.run().at());
        handle.createUpdate(INSERT)
                .bind("database", result.id().database())
                .bind("replica", result.id().replica())
                .bind("at", Times.column(result.run().at()))
                .bind("verdict", result.verdict().name())
                .bind("document", ResultJson.keptCheck(result).compact())
                .execute();
        if (result.seen().newest().isPresent() || result.seen().snapshots().count() > 0) {
            Replicas.held(handle, result.id());
        }
    }

    @Override
    public Optional<CheckResult> byId(String runId) {
        return Optional.empty();
    }

    /** Deletes old checks. The newest check of each replica is stored at any age. */
    void prune(Instant before, Instant changedBefore) {
        prune(before, "changed = 0 AND " + NOT_NEWEST);
        prune(changedBefore, NOT_NEWEST);
    }
}
