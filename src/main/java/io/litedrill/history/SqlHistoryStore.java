package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrilledState;
import io.litedrill.drill.ScrubResult;
import io.litedrill.history.PendingWrites.Write;
import io.litedrill.lease.Leases;
import io.litedrill.recover.RestoreReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the history in a relational database, with SQL that every supported one understands. */
final class SqlHistoryStore implements HistoryStore {
    private static final Logger LOG = LoggerFactory.getLogger(SqlHistoryStore.class);

    private final HistoryDatabase database;
    private final Retention retention;
    private final InstantSource clock;
    private final HistoryAccess access;
    private final Optional<SharedTables> shared;
    private final CheckTable checks;
    private final DrillTable drills;
    private final ScrubTable scrubs;
    private final RestoreTable restores;
    private final ReplicaHistory replicas;

    /**
     * Creates a store on an open database.
     *
     * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    SqlHistoryStore(HistoryDatabase database, Retention retention, InstantSource clock, LongSupplier nanos) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        this.access = new HistoryAccess(database, new Availability(nanos));
        this.shared = database.shared(access);
        ResultTable.Publication publication = shared.<ResultTable.Publication>map(tables -> tables)
                .orElse((handle, table, document) -> document.compact());
        this.checks = new CheckTable(access, publication);
        this.drills = new DrillTable(access, publication);
        this.scrubs = new ScrubTable(access, publication);
        this.restores = new RestoreTable(access, publication);
        this.replicas = new SqlReplicaHistory(access, checks);
    }

    @Override
    public ReplicaHistory replicas() {
        return replicas;
    }

    @Override
    public ResultStore<CheckResult> checks() {
        return checks;
    }

    @Override
    public ResultStore<DrillResult> drills() {
        return drills;
    }

    @Override
    public ResultStore<ScrubResult> scrubs() {
        return scrubs;
    }

    @Override
    public ResultStore<RestoreReport> restores() {
        return restores;
    }

    @Override
    public boolean everHeld(ReplicaId id) {
        try {
            return access.read(handle -> Replicas.everHeld(handle, id));
        } catch (HistoryException e) {
            LOG.warn("{} Continuing as if {} had held a backup.", e.getMessage(), id);
            return true;
        }
    }

    @Override
    public boolean isKnown(ReplicaId id) {
        return access.read(handle -> Replicas.firstSeen(handle, id)).isPresent();
    }

    @Override
    public LastTimes lastTimes(ReplicaId id) {
        return access.read(handle -> EndTimes.of(handle, id));
    }

    @Override
    public List<DrilledState> drilled(String name) {
        try {
            return drills.page(name, Page.newest(Page.MAX_LIMIT)).stream()
                    .flatMap(drill -> counted(drill).stream())
                    .toList();
        } catch (HistoryException e) {
            LOG.warn("{} Continuing without a history.", e.getMessage());
            return List.of();
        }
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

    @Override
    public List<TrendPoint> trend(ReplicaId id, Instant since, Duration width) {
        return access.read(handle -> new Trends(handle).of(id, since, width));
    }

    @Override
    public Map<Long, Duration> lags(ReplicaId id, int parts, Duration width) {
        long last = Math.floorDiv(clock.instant().getEpochSecond(), width.toSeconds());
        return access.read(handle -> new Trends(handle).lags(id, new Trends.Period(last, parts, width)));
    }

    @Override
    public void keep(Attempt attempt) {
        Instant now = clock.instant();
        access.keep(new Write(
                "keep who asked for a restore of " + attempt.database(),
                Optional.empty(),
                handle -> Attempts.keep(handle, now, attempt)));
    }

    @Override
    public List<KeptAttempt> attempts(int limit) {
        return access.read(handle -> Attempts.newest(handle, limit));
    }

    @Override
    public Leases leases() {
        return database.leases(access);
    }

    @Override
    public Optional<String> cluster() {
        return shared.filter(tables -> tables.node().isPresent()).map(SharedTables::cluster);
    }

    @Override
    public Optional<String> node() {
        return shared.flatMap(SharedTables::node);
    }

    @Override
    public ResultFeed feed() {
        return shared.<ResultFeed>map(SharedTables::feed).orElse(ResultFeed.NONE);
    }

    @Override
    public Optional<SharedStates> states() {
        return shared.map(SharedTables::states);
    }

    @Override
    public Optional<String> trouble() {
        return access.trouble();
    }

    @Override
    public HistoryStatus status() {
        return access.status();
    }

    @Override
    public void prune() {
        Instant now = clock.instant();
        Instant milestones = now.minus(retention.milestones());
        checks.prune(now.minus(retention.checks()), milestones);
        drills.prune(milestones, "TRUE");
        scrubs.prune(milestones, "TRUE");
        restores.prune(milestones, "TRUE");
        shared.ifPresent(tables -> PostgresStates.prune(access, milestones));
        access.write("delete old attempts", handle -> Attempts.prune(handle, milestones));
    }

    @Override
    public void exportTo(Consumer<String> lines, Consumer<String> damaged) {
        new HistoryTransfer(access).exportTo(lines, damaged, clock.instant());
    }

    @Override
    public Imported importFrom(Iterator<String> lines) {
        return new HistoryTransfer(access).importFrom(lines);
    }

    @Override
    public void close() {
        access.close();
    }
}
