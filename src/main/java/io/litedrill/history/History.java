package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.ResultSink;
import io.litedrill.check.Verdict;
import io.litedrill.check.WalMemory;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrilledState;
import io.litedrill.drill.LastGood;
import io.litedrill.drill.ProofMemory;
import io.litedrill.drill.ScrubResult;
import io.litedrill.json.ResultReader;
import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.memory.KnownFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores results in an SQLite file, {@code history.db}, that several processes may use at the same time. Safe for use
 * by several threads.
 *
 * <p>The sinks, {@link #seen}, {@link #keep} and {@link #prune} never throw: a failed write is logged and dropped. The
 * queries of {@link ReplicaHistory} and {@link LastGood} return nothing when a read fails. The other queries throw
 * {@link HistoryException}.
 */
public final class History implements ReplicaHistory, LastGood, Audit, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private final HistoryFile file;
    private final Retention retention;
    private final InstantSource clock;
    private final Recorder recorder;
    private final ResultTable<CheckResult> checks = new ResultTable<>("checks", "at", ResultReader::check);
    private final ResultTable<DrillResult> drills = new ResultTable<>("drills", "started_at", ResultReader::drill);
    private final ResultTable<ScrubResult> scrubs = new ResultTable<>("scrubs", "started_at", ResultReader::scrub);
    private final ResultTable<RestoreReport> restores =
            new ResultTable<>("restores", "started_at", ResultReader::restore);

    private History(HistoryFile file, Retention retention, InstantSource clock) {
        this.file = file;
        this.retention = retention;
        this.clock = clock;
        this.recorder = new Recorder(file);
    }

    /**
     * Opens the history in a folder, and creates missing files. A corrupt file is moved aside to {@code
     * history.db.corrupted.TIME}, and a new one is created.
     *
     * @throws HistoryException when the folder cannot be written, or the file cannot be opened
     */
    public static History open(Path folder, Retention retention, InstantSource clock) {
        return new History(HistoryFile.open(folder, clock), retention, clock);
    }

    /** Returns a sink that stores checks. */
    public ResultSink<CheckResult> checks() {
        return recorder::check;
    }

    /** Returns a sink that stores drills. */
    public ResultSink<DrillResult> drills() {
        return recorder::drill;
    }

    /** Returns a sink that stores scrubs. */
    public ResultSink<ScrubResult> scrubs() {
        return recorder::scrub;
    }

    /** Returns a store for the cross-proofs of scrubs. */
    public ProofMemory proofs() {
        return new ProofTable(
                recorder,
                query -> remember(handle -> Optional.of(query.apply(handle))).orElse(Set.of()));
    }

    /** Returns a sink that stores real restores. */
    public ResultSink<RestoreReport> restores() {
        return recorder::restore;
    }

    /** Records a time when a replica was first known; keeps an earlier one. */
    public void seen(ReplicaId id, Instant at) {
        recorder.seen(id, at);
    }

    @Override
    public Optional<Instant> firstSeen(ReplicaId id) {
        return remember(handle -> Replicas.firstSeen(handle, id));
    }

    @Override
    public Optional<PastDrills> drills(ReplicaId id) {
        return remember(handle -> pastDrills(handle, id));
    }

    @Override
    public Optional<LastSync> lastSync(ReplicaId id) {
        return remember(handle -> checks.newest(handle, id).flatMap(History::lastSync));
    }

    @Override
    public Optional<KnownFiles> files(ReplicaId id) {
        return remember(handle -> Inventories.read(handle, id));
    }

    @Override
    public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
        recorder.files(id, before, now);
    }

    @Override
    public Optional<WalMemory> wal(ReplicaId id) {
        return remember(handle -> LiveWals.of(handle, id));
    }

    @Override
    public void remember(ReplicaId id, WalMemory now) {
        recorder.write("remember the live WAL of " + id, handle -> {
            LiveWals.keep(handle, id, now);
            return true;
        });
    }

    @Override
    public ProvedFiles proved(ReplicaId id) {
        return remember(handle -> Optional.of(ProvedFilesTable.read(handle, id)))
                .orElse(ProvedFiles.NONE);
    }

    @Override
    public void keepProved(ReplicaId id, ReadFiles read) {
        recorder.write("remember what reading the files of " + id + " proved", handle -> {
            ProvedFilesTable.write(handle, id, read);
            return true;
        });
    }

    @Override
    public Optional<Kept> lastGood(ReplicaId id) {
        return remember(handle -> GoodContents.of(handle, id));
    }

    @Override
    public void keep(ReplicaId id, Kept kept) {
        recorder.write("keep what a drill of " + id + " found", handle -> {
            GoodContents.keep(handle, id, kept);
            return true;
        });
    }

    private static Optional<LastSync> lastSync(CheckResult check) {
        return check.seen()
                .newest()
                .flatMap(newest -> check.seen()
                        .lag()
                        .map(lag -> new LastSync(check.run().at().minus(lag), newest.time())));
    }

    /** Returns the newest check of a replica. */
    public Optional<CheckResult> latestCheck(ReplicaId id) {
        return query(handle -> checks.newest(handle, id));
    }

    /** Returns the newest scrub of a replica. */
    public Optional<ScrubResult> latestScrub(ReplicaId id) {
        return query(handle -> scrubs.newest(handle, id));
    }

    /** Returns the end time of the newest scrub of a replica that could read all files. */
    public Optional<Instant> lastConclusiveScrub(ReplicaId id) {
        return query(handle -> handle.createQuery("SELECT max(ended_at) FROM scrubs WHERE database = :database"
                        + " AND replica = :replica AND verdict <> :unknown")
                .bind("database", id.database())
                .bind("replica", id.replica())
                .bind("unknown", Verdict.UNKNOWN.name())
                .mapTo(String.class)
                .findOne()
                .map(Times::time));
    }

    /** Returns checks of a database, newest first. */
    public List<CheckResult> checks(String database, Page page) {
        return query(handle -> checks.page(handle, database, page));
    }

    /** Returns drills of a database, newest first. */
    public List<DrillResult> drills(String database, Page page) {
        return query(handle -> drills.page(handle, database, page));
    }

    /**
     * Returns the states of a database that drills restored and counted, newest drill first; empty when they cannot be
     * read.
     */
    public List<DrilledState> drilled(String database) {
        return remember(handle -> Optional.of(drills.page(handle, database, Page.newest(Page.MAX_LIMIT))))
                .orElse(List.of())
                .stream()
                .flatMap(drill -> counted(drill).stream())
                .toList();
    }

    private static Optional<DrilledState> counted(DrillResult drill) {
        return drill.restored()
                .filter(restored -> drill.outcome() == DrillResult.Outcome.PASSED
                        && restored.rows().isPresent())
                .map(restored -> new DrilledState(
                        "the drill of " + drill.run().startedAt(),
                        restored.point().time(),
                        restored.rows().getAsLong()));
    }

    /** Returns real restores of a database, newest first. */
    public List<RestoreReport> restores(String database, Page page) {
        return query(handle -> restores.page(handle, database, page));
    }

    @Override
    public void keep(Attempt attempt) {
        recorder.attempt(clock.instant(), attempt);
    }

    /**
     * Returns requests for restores with their senders, newest first.
     *
     * @param limit the maximum number of requests
     */
    public List<KeptAttempt> attempts(int limit) {
        return query(handle -> Attempts.newest(handle, limit));
    }

    /** Returns the drill with this run ID. */
    public Optional<DrillResult> drill(String runId) {
        return query(handle -> drills.byId(handle, runId));
    }

    /** Returns the real restore with this run ID. */
    public Optional<RestoreReport> restore(String runId) {
        return query(handle -> restores.byId(handle, runId));
    }

    /**
     * Returns whether the history shows that a replica ever held a backup. Returns true when it cannot be read, so that
     * an empty replica counts as a first start only if the history proves it.
     */
    public boolean everHeld(ReplicaId id) {
        try {
            return query(handle -> Replicas.everHeld(handle, id));
        } catch (HistoryException e) {
            LOG.warn("{} Continuing as if {} had held a backup.", e.getMessage(), id);
            return true;
        }
    }

    /** Returns the last times of the events of a replica. */
    public LastTimes lastTimes(ReplicaId id) {
        return query(handle -> new LastTimes(
                checks.last(handle, id, "at", Optional.empty()),
                drills.last(handle, id, "ended_at", Optional.empty()),
                drills.last(handle, id, "ended_at", Optional.of(DrillResult.Outcome.PASSED)),
                drills.last(handle, id, "ended_at", Optional.of(DrillResult.Outcome.FAILED)),
                restores.last(handle, id, "ended_at", Optional.of(RestoreReport.Outcome.RESTORED))));
    }

    /**
     * Returns a message about why results are lost: the last write failed, the open file is no longer the one at its
     * path, or it cannot be read. Empty without a problem.
     */
    public Optional<String> trouble() {
        return unreadable().or(file::misplaced).or(recorder::lastFailure);
    }

    private Optional<String> unreadable() {
        try {
            query(handle -> handle.createQuery("SELECT count(*) FROM replicas")
                    .mapTo(Long.class)
                    .one());
            return Optional.empty();
        } catch (HistoryException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Deletes results older than their retention. */
    public void prune() {
        Instant now = clock.instant();
        Instant milestones = now.minus(retention.milestones());
        String notNewest = "EXISTS (SELECT 1 FROM checks later WHERE later.database = checks.database"
                + " AND later.replica = checks.replica AND (later.at, later.id) > (checks.at, checks.id))";
        prune(checks, now.minus(retention.checks()), "changed = 0 AND " + notNewest);
        prune(checks, milestones, notNewest);
        prune(drills, milestones, "TRUE");
        prune(scrubs, milestones, "TRUE");
        prune(restores, milestones, "TRUE");
        recorder.write("delete old attempts", handle -> Attempts.prune(handle, milestones));
    }

    @Override
    public void close() {
        file.close();
    }

    private void prune(ResultTable<?> table, Instant before, String condition) {
        boolean more = true;
        while (more) {
            more = recorder.write("delete old results", handle -> table.prune(handle, before, condition));
        }
    }

    private Optional<PastDrills> pastDrills(Handle handle, ReplicaId id) {
        return drills.last(handle, id, "ended_at", Optional.empty())
                .map(last -> new PastDrills(
                        last,
                        drills.last(handle, id, "ended_at", Optional.of(DrillResult.Outcome.PASSED)),
                        drills.last(handle, id, "ended_at", Optional.of(DrillResult.Outcome.FAILED)),
                        Replicas.speed(handle, id)));
    }

    private <T> T query(Function<Handle, T> query) {
        try {
            return file.uninterrupted(() -> file.jdbi().withHandle(query::apply));
        } catch (JdbiException e) {
            throw new HistoryException(file.path() + ": the history cannot be read: " + SqlErrors.reason(e) + ".", e);
        }
    }

    private <T> Optional<T> remember(Function<Handle, Optional<T>> query) {
        try {
            return query(query);
        } catch (HistoryException e) {
            LOG.warn("{} Continuing without a history.", e.getMessage());
            return Optional.empty();
        }
    }
}
