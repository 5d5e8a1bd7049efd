package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.WalMemory;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.memory.KnownFiles;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Stores what the engines use of earlier runs, one class for each table. */
final class SqlReplicaHistory implements ReplicaHistory {
    private final HistoryAccess access;
    private final CheckTable checks;

    SqlReplicaHistory(HistoryAccess access, CheckTable checks) {
        this.access = access;
        this.checks = checks;
    }

    @Override
    public Optional<String> trouble() {
        return access.lastTrouble();
    }

    @Override
    public Optional<Instant> firstSeen(ReplicaId id) {
        return access.readIfPossible(handle -> Replicas.firstSeen(handle, id));
    }

    @Override
    public Optional<PastDrills> drills(ReplicaId id) {
        return access.readIfPossible(handle -> pastDrills(handle, id));
    }

    private static Optional<PastDrills> pastDrills(Handle handle, ReplicaId id) {
        LastTimes last = EndTimes.of(handle, id);
        return last.drill()
                .map(ended ->
                        new PastDrills(ended, last.passedDrill(), last.failedDrill(), Replicas.speed(handle, id)));
    }

    @Override
    public Optional<LastSync> lastSync(ReplicaId id) {
        return access.readIfPossible(handle -> checks.newest(
                        handle, id, Optional.empty(), check -> lastSync(check).isPresent())
                .flatMap(SqlReplicaHistory::lastSync));
    }

    private static Optional<LastSync> lastSync(CheckResult check) {
        return check.seen()
                .newest()
                .flatMap(newest -> check.seen()
                        .lag()
                        .map(lag -> new LastSync(check.run().at().minus(lag), newest.time())));
    }

    @Override
    public Optional<RecoveryPoint> newestAt(ReplicaId id, Instant time) {
        return access.readIfPossible(handle -> checks.newest(handle, id, Optional.of(time), CheckResult::knowsNewest)
                .flatMap(check -> check.seen().newest()));
    }

    @Override
    public Set<FindingCode> lastFindings(ReplicaId id) {
        return access.readIfPossible(handle -> checks.newest(handle, id, Optional.empty(), CheckResult::knowsNewest))
                .map(check -> check.findings().stream().map(Finding::code).collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    @Override
    public Optional<KnownFiles> files(ReplicaId id) {
        return access.readIfPossible(handle -> Inventories.read(handle, id));
    }

    @Override
    public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
        access.write("remember the files of " + id, handle -> Inventories.write(handle, id, before, now));
    }

    @Override
    public Optional<WalMemory> wal(ReplicaId id) {
        return access.readIfPossible(handle -> LiveWals.of(handle, id));
    }

    @Override
    public void remember(ReplicaId id, WalMemory now) {
        access.write("remember the live WAL of " + id, handle -> LiveWals.keep(handle, id, now));
    }

    @Override
    public Optional<LiveMemory> live(ReplicaId id) {
        return access.readIfPossible(handle -> LiveFileTable.of(handle, id));
    }

    @Override
    public void remember(ReplicaId id, LiveMemory now) {
        access.write("remember the live file of " + id, handle -> LiveFileTable.keep(handle, id, now));
    }

    @Override
    public ProvedFiles proved(ReplicaId id) {
        return access.readIfPossible(handle -> Optional.of(ProvedFilesTable.read(handle, id)))
                .orElse(ProvedFiles.NONE);
    }

    @Override
    public void keepProved(ReplicaId id, ReadFiles read) {
        access.write(
                "remember what reading the files of " + id + " proved",
                handle -> ProvedFilesTable.write(handle, id, read));
    }

    @Override
    public Optional<LastGood> lastGood(ReplicaId id) {
        return access.readIfPossible(handle -> GoodContents.of(handle, id));
    }

    @Override
    public void keepLastGood(ReplicaId id, LastGood contents) {
        access.write("keep what a drill of " + id + " found", handle -> GoodContents.keep(handle, id, contents));
    }

    @Override
    public Set<String> agreedProofs(ReplicaId id) {
        return access.readIfPossible(handle -> Optional.of(ProofTable.agreed(handle, id)))
                .orElse(Set.of());
    }

    @Override
    public void keepAgreedProofs(ReplicaId id, Set<String> digests) {
        access.write("keep the proofs of " + id, handle -> ProofTable.keep(handle, id, digests));
    }
}
