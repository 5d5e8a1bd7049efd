package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.memory.KnownFiles;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes results. Never throws, because a failed write must not fail a check. */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final String CHECK = """
            INSERT INTO checks (database, replica, at, verdict, changed, document)
            VALUES (:database, :replica, :at, :verdict, :verdict IS NOT (
                SELECT verdict FROM checks WHERE database = :database AND replica = :replica AND at <= :at
                ORDER BY at DESC, id DESC LIMIT 1), :document)""";
    private static final String DRILL = """
            INSERT INTO drills
                (id, database, replica, started_at, ended_at, outcome, restore_seconds, bytes_read, document)
            VALUES (:id, :database, :replica, :started_at, :ended_at, :outcome, :restore_seconds, :bytes_read, :document)""";
    private static final String RESTORE = """
            INSERT INTO restores (id, database, replica, started_at, ended_at, outcome, document)
            VALUES (:id, :database, :replica, :started_at, :ended_at, :outcome, :document)
            ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome, document = excluded.document""";

    private static final String SCRUB = """
            INSERT INTO scrubs (id, database, replica, started_at, ended_at, verdict, document)
            VALUES (:id, :database, :replica, :started_at, :ended_at, :verdict, :document)""";

    private final HistoryFile file;
    /** The reason why the last write failed; empty when it succeeded. */
    private Optional<String> failure = Optional.empty();

    Recorder(HistoryFile file) {
        this.file = file;
    }

    void seen(ReplicaId id, Instant at) {
        write("keep when " + id + " was first seen", handle -> {
            Replicas.seen(handle, id, at);
            return true;
        });
    }

    void files(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
        write("remember the files of " + id, handle -> {
            Inventories.write(handle, id, before, now);
            return true;
        });
    }

    void check(CheckResult result) {
        write("keep a check of " + result.id(), handle -> {
            Instant at = result.run().at();
            Replicas.seen(handle, result.id(), at);
            handle.createUpdate(CHECK)
                    .bind("database", result.id().database())
                    .bind("replica", result.id().replica())
                    .bind("at", Times.column(at))
                    .bind("verdict", result.verdict().name())
                    .bind("document", ResultJson.keptCheck(result).compact())
                    .execute();
            return true;
        });
    }

    void drill(DrillResult result) {
        write("keep a drill of " + result.id(), handle -> {
            DrillResult.Run run = result.run();
            Replicas.seen(handle, result.id(), run.startedAt());
            handle.createUpdate(DRILL)
                    .bind("id", run.runId())
                    .bind("database", result.id().database())
                    .bind("replica", result.id().replica())
                    .bind("started_at", Times.column(run.startedAt()))
                    .bind("ended_at", Times.column(run.endedAt()))
                    .bind("outcome", result.outcome().name())
                    .bind("restore_seconds", run.phases().plan() + run.phases().restore())
                    .bind("bytes_read", run.cost().bytesRead())
                    .bind("document", ResultJson.drill(result).compact())
                    .execute();
            return true;
        });
    }

    void scrub(ScrubResult result) {
        write("keep a scrub of " + result.id(), handle -> {
            ScrubResult.Run run = result.run();
            Replicas.seen(handle, result.id(), run.startedAt());
            handle.createUpdate(SCRUB)
                    .bind("id", run.runId())
                    .bind("database", result.id().database())
                    .bind("replica", result.id().replica())
                    .bind("started_at", Times.column(run.startedAt()))
                    .bind("ended_at", Times.column(run.endedAt()))
                    .bind("verdict", result.verdict().name())
                    .bind("document", ResultJson.keptScrub(result).compact())
                    .execute();
            return true;
        });
    }

    /** Stores a restore. A run that was settled later is stored again under its ID, and replaces the earlier row. */
    void restore(RestoreReport report) {
        write("keep a restore of " + report.id(), handle -> {
            RestoreReport.Run run = report.run();
            Replicas.seen(handle, report.id(), run.startedAt());
            handle.createUpdate(RESTORE)
                    .bind("id", run.runId())
                    .bind("database", report.id().database())
                    .bind("replica", report.id().replica())
                    .bind("started_at", Times.column(run.startedAt()))
                    .bind("ended_at", Times.column(run.startedAt().plusNanos(Math.round(run.seconds() * 1e9))))
                    .bind("outcome", report.ending().outcome().name())
                    .bind("document", ResultJson.restore(report).compact())
                    .execute();
            return true;
        });
    }

    void attempt(Instant at, Audit.Attempt attempt) {
        write("keep who asked for a restore of " + attempt.database(), handle -> {
            Attempts.keep(handle, at, attempt);
            return true;
        });
    }

    /**
     * Runs one transaction.
     *
     * @param what the description for the log: {@code keep a check of shop (s3)}
     * @return the result of the work; false when it failed
     */
    boolean write(String what, Predicate<Handle> work) {
        try {
            boolean answer = file.uninterrupted(() -> file.jdbi().inTransaction(work::test));
            if (swapFailure(Optional.empty()).isPresent()) {
                LOG.info("{}: the history can be written again.", file.path());
            }
            return answer;
        } catch (RuntimeException e) {
            fail(what, e);
            return false;
        }
    }

    /** Returns why the last write failed; empty when it succeeded or no write was tried. */
    synchronized Optional<String> lastFailure() {
        return failure.map(reason -> file.path() + ": the last result could not be kept: " + reason + ". See the log.");
    }

    private synchronized Optional<String> swapFailure(Optional<String> now) {
        Optional<String> before = failure;
        failure = now;
        return before;
    }

    /** Logs a failure. Only the first one of a series is logged, not one for each check. */
    private void fail(String what, RuntimeException e) {
        String reason = SqlErrors.reason(e);
        if (swapFailure(Optional.of(reason)).isPresent()) {
            LOG.debug("{}: cannot {}: {}", file.path(), what, reason);
        } else {
            LOG.error(
                    "{}: cannot {}: {}. Checks and drills continue; results are lost until this is repaired (not logged again until then).",
                    file.path(),
                    what,
                    reason);
        }
    }
}
