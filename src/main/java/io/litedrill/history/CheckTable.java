package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.json.ResultReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Stores checks: each change of state, the first one of each hour, the last one before the replica could not be read,
 * and the newest one. A check has no run ID; its row has a number.
 */
final class CheckTable extends ResultTable<CheckResult> {
    private static final String NOT_NEWEST = """
        EXISTS (SELECT 1 FROM checks later WHERE later.database = checks.database
        AND later.replica = checks.replica AND (later.at, later.id) > (checks.at, checks.id))\
        """;
    private static final String BEFORE = """
        SELECT id, at, verdict, state, changed, sample FROM checks
        WHERE database = :database AND replica = :replica AND at <= :at ORDER BY at DESC, id DESC LIMIT 1\
        """;
    private static final String INSERT = """
        INSERT INTO checks (database, replica, at, verdict, state, changed, sample, document, lag_seconds, bytes)
        VALUES (:database, :replica, :at, :verdict, :state, :changed, :sample, :document, :lag, :bytes)\
        """;
    private static final String REPLACE = """
        UPDATE checks SET at = :at, verdict = :verdict, state = :state, changed = :changed, sample = :sample,
            document = :document, lag_seconds = :lag, bytes = :bytes
        WHERE id = :id\
        """;

    private static final String EXTRACT = """
        UPDATE checks SET lag_seconds = :lag, bytes = :bytes
        WHERE database = :database AND replica = :replica AND at = :at\
        """;

    CheckTable(HistoryAccess access, Publication publication) {
        super(access, new Layout<>("checks", "at", ResultReader::check), publication);
    }

    @Override
    JsonObject document(CheckResult result) {
        return ResultJson.keptCheck(result);
    }

    @Override
    String describe(CheckResult result) {
        return "a check of " + result.id();
    }

    @Override
    Optional<CheckState> state(CheckResult result) {
        return Optional.of(CheckState.of(result));
    }

    /**
     * Stores a check. It replaces the one before if that was stored only as the newest: neither a change of state nor
     * the first check of an hour. A check that begins to fail replaces none: the one before has what is known of the
     * replica.
     */
    @Override
    void insert(Handle handle, CheckResult result, String document) {
        ReplicaId id = result.id();
        Optional<Before> before = before(handle, result);
        if (before.isEmpty()) {
            // an earlier check has stored an earlier time
            Replicas.seen(handle, id, result.run().at());
        }
        Optional<Before> replaced = before.filter(row -> !row.changed() && !row.sample())
                .filter(row -> result.knowsNewest() || !row.isChangedBy(result));
        try (Update update = handle.createUpdate(replaced.isPresent() ? REPLACE : INSERT)) {
            replaced.ifPresent(row -> update.bind("id", row.id()));
            if (replaced.isEmpty()) {
                update.bindMethods(id);
            }
            update.bind("at", Times.column(result.run().at()))
                    .bind("verdict", result.verdict().name())
                    .bind("state", CheckState.of(result).text())
                    .bind(
                            "changed",
                            before.filter(row -> !row.isChangedBy(result)).isPresent() ? 0 : 1)
                    .bind("sample", before.filter(row -> row.isOfHour(result)).isPresent() ? 0 : 1)
                    .bind("document", PackedDocument.pack(document))
                    .bind("lag", result.seen().lag().map(lag -> lag.toNanos() / 1e9))
                    .bind("bytes", result.seen().extent().bytes())
                    .execute();
        }
        if (result.seen().newest().isPresent() || result.seen().snapshots().count() > 0) {
            Replicas.held(handle, id);
        }
    }

    private static Optional<Before> before(Handle handle, CheckResult result) {
        return handle.createQuery(BEFORE)
                .bindMethods(result.id())
                .bind("at", Times.column(result.run().at()))
                .map((rows, context) -> new Before(
                        rows.getLong(1),
                        Times.time(rows.getString(2)),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getInt(5) != 0,
                        rows.getInt(6) != 0))
                .findOne();
    }

    /** Holds the row of the check before. Earlier versions stored no state. */
    private record Before(long id, Instant at, String verdict, String state, boolean changed, boolean sample) {
        boolean isChangedBy(CheckResult result) {
            return state.isEmpty()
                    ? !verdict.equals(result.verdict().name())
                    : !state.equals(CheckState.of(result).text());
        }

        boolean isOfHour(CheckResult result) {
            return at.truncatedTo(ChronoUnit.HOURS).equals(result.run().at().truncatedTo(ChronoUnit.HOURS));
        }
    }

    @Override
    public Optional<Stored<CheckResult>> storedById(String runId) {
        return Optional.empty();
    }

    /** Stores the numbers of an imported row that trends select, from its document. */
    static void extract(Handle handle, JsonObject row) {
        Optional<JsonObject> document = row.object("document");
        handle.createUpdate(EXTRACT)
                .bind("database", row.text("database").orElseThrow())
                .bind("replica", row.text("replica").orElseThrow())
                .bind("at", row.time("at").map(Times::column).orElseThrow())
                .bind("lag", document.flatMap(check -> check.number("lag_seconds")))
                .bind("bytes", document.flatMap(check -> check.object("kept")).flatMap(kept -> kept.integer("bytes")))
                .execute();
    }

    /** Deletes old checks. The newest check of each replica is stored at any age. */
    void prune(Instant before, Instant changedBefore) {
        prune(before, "changed = 0 AND " + NOT_NEWEST);
        prune(changedBefore, NOT_NEWEST);
    }
}
