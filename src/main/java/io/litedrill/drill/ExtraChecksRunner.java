package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaHistory.LastGood;
import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.live.LiveDatabase;
import io.litedrill.live.LiveState;
import io.litedrill.live.LiveViolations;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Contents;
import io.litedrill.verify.OwnCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the extra checks of one drill: comparisons with the last good drill and the live database, the test program, a
 * random point. Must be created before the replica is scanned, because the replica must hold the content that the live
 * database has at that time.
 */
final class ExtraChecksRunner {
    private final DrillOrder order;
    private final Optional<LastGood> lastGood;
    private final Optional<LiveComparison> live;

    ExtraChecksRunner(DrillOrder order, ReplicaHistory memory, InstantSource clock) {
        this.order = order;
        boolean compares = order.isOfNewest();
        this.lastGood = compares && order.deep().rows()
                ? memory.lastGood(order.watched().id())
                : Optional.empty();
        this.live = order.deep()
                .live()
                .filter(time -> compares && !isRestored(memory))
                .flatMap(time -> LiveComparison.begin(order.watched(), time, seed(), clock));
    }

    /** Returns whether the live file is the result of a restore, of any state, that no process has written to since. */
    private boolean isRestored(ReplicaHistory memory) {
        CheckedReplica watched = order.watched();
        return watched.live()
                .filter(path -> LiveDatabase.read(path) instanceof LiveState.Present live
                        && LiveMemory.unchanged(memory, watched.id(), path, live)
                                .isPresent())
                .isPresent();
    }

    /**
     * Returns the seed by which rows are sampled and a random point is chosen. It differs between drills and is the
     * same for the same run id.
     */
    private long seed() {
        return order.runId().hashCode() * 0x9E3779B97F4A7C15L;
    }

    /** Returns the row counts known before the restore. */
    ExpectedRows rowsBefore() {
        if (!order.isOfNewest()) {
            return ExpectedRows.ANY;
        }
        return (scan, point) -> lastGood.map(ExtraChecksRunner::known)
                .or(() -> live.flatMap(comparison -> comparison.rows(scan, point)))
                .or(() -> order.deep().rows() ? Optional.empty() : ExpectedRows.ANY.of(scan, point));
    }

    private static Known known(LastGood kept) {
        return new Known(
                "the last drill that passed (state of " + kept.point() + ")",
                kept.contents().total());
    }

    /**
     * Returns the result with the outcomes of the extra checks. A fallback is returned unchanged: that drill has failed
     * already.
     */
    RestoreResult.Done after(RestoreResult.Done done, RestoreAttempt attempt, RandomDrill randomDrill) {
        if (done.restored().fallback().isPresent()) {
            return done;
        }
        List<ComparisonResult> more = new ArrayList<>();
        if (order.isOfNewest() && order.deep().rows()) {
            more.add(rows(done));
        }
        RecoveryPoint point = done.restored().point();
        if (order.isOfNewest()) {
            live.ifPresent(comparison -> more.add(live(comparison, attempt.output(), done.scan(), point)));
        }
        order.deep().command().ifPresent(command -> more.add(command(command, attempt, point)));
        Optional<String> stopped = stopped(more);
        RestoreResult.Done compared = order.isOfNewest() ? known(attempt).compared(done) : done;
        boolean incremental = done.restored().source() == Source.PROVED_COPY;
        if (order.isOfNewest() && order.deep().randomPoint() && !incremental) {
            ComparisonResult random = randomDrill.drill(seed());
            more.add(random);
            stopped = stopped.or(() -> stopped(List.of(random)));
        }
        return with(compared, more, stopped);
    }

    /**
     * Returns why the test program or the random point was inconclusive. Comparisons that could not be made do not
     * count.
     */
    private static Optional<String> stopped(List<ComparisonResult> more) {
        return more.stream()
                .map(ComparisonResult::outcome)
                .filter(outcome -> outcome.result() == CheckOutcome.Result.INCONCLUSIVE)
                .filter(outcome -> !outcome.kind().isComparison())
                .map(CheckOutcome::text)
                .findFirst();
    }

    private static RestoreResult.Done with(
            RestoreResult.Done done, List<ComparisonResult> more, Optional<String> stopped) {
        List<Finding> findings = new ArrayList<>(done.findings());
        more.forEach(each -> findings.addAll(each.findings()));
        Optional<String> interrupted =
                Thread.currentThread().isInterrupted() ? Optional.of(SoundRestore.STOPPED) : Optional.empty();
        return new RestoreResult.Done(
                done.restored()
                        .with(more.stream().map(ComparisonResult::outcome).toList()),
                findings.stream().distinct().toList(),
                new RestoreResult.Untested(
                        done.inconclusive().or(() -> stopped).or(() -> interrupted),
                        done.untested().unfinished().or(() -> stopped).or(() -> interrupted)),
                done.contents(),
                done.scan());
    }

    private ComparisonResult rows(RestoreResult.Done done) {
        long start = System.nanoTime();
        if (done.contents().isEmpty()) {
            return ComparisonResult.of(
                    CheckKind.ROWS, CheckOutcome.Result.INCONCLUSIVE, "could not be counted", start, List.of());
        }
        Contents now = done.contents().get();
        if (hasEmpty(done.findings())) {
            return ComparisonResult.of(CheckKind.ROWS, CheckOutcome.Result.FAILED, "no rows at all", start, List.of());
        }
        if (lastGood.isEmpty()) {
            CheckOutcome.Result result = now.complete() ? CheckOutcome.Result.PASSED : CheckOutcome.Result.INCONCLUSIVE;
            return ComparisonResult.of(
                    CheckKind.ROWS, result, RowChange.size(now) + "; nothing to compare with yet", start, List.of());
        }
        return rows(new RowChange(lastGood.get().contents(), now), start);
    }

    private ComparisonResult rows(RowChange change, long start) {
        List<String> shrunk = change.shrunk();
        if (change.isHalved() || !shrunk.isEmpty()) {
            String tables = shrunk.isEmpty() ? "" : "; tables with fewer than half: " + RowChange.some(shrunk);
            String what = "fewer than half of the rows of the last good drill: " + change.text() + tables;
            return ComparisonResult.of(
                    CheckKind.ROWS,
                    CheckOutcome.Result.INCONCLUSIVE,
                    what,
                    start,
                    List.of(RowFindings.shrunk(order.watched(), what)));
        }
        boolean told = change.now().complete() && change.before().complete();
        CheckOutcome.Result result = told ? CheckOutcome.Result.PASSED : CheckOutcome.Result.INCONCLUSIVE;
        return ComparisonResult.of(CheckKind.ROWS, result, change.text(), start, List.of());
    }

    private KnownViolations known(RestoreAttempt attempt) {
        Path copy = attempt.folder().resolve("live");
        return new KnownViolations(
                order.watched(),
                lastGood,
                () -> order.deep()
                        .live()
                        .flatMap(time ->
                                order.watched().live().flatMap(path -> LiveViolations.count(path, time, copy))));
    }

    private static boolean hasEmpty(List<Finding> findings) {
        return findings.stream()
                .anyMatch(finding -> finding.code() == FindingCode.DATABASE_EMPTY && Driller.isCritical(finding));
    }

    private ComparisonResult live(LiveComparison comparison, Path file, Scan scan, RecoveryPoint point) {
        return comparison.with(file, scan, point, order.expectations().queryLimit());
    }

    private ComparisonResult command(OwnCommand command, RestoreAttempt attempt, RecoveryPoint point) {
        try {
            return command(command, attempt.expendable(), point);
        } catch (IOException e) {
            Finding finding = DiskSpace.writeFailed(attempt.folder(), e);
            return ComparisonResult.of(
                    CheckKind.COMMAND,
                    CheckOutcome.Result.INCONCLUSIVE,
                    finding.message(),
                    System.nanoTime(),
                    List.of(finding));
        }
    }

    private ComparisonResult command(OwnCommand command, Path file, RecoveryPoint point) {
        CheckedReplica watched = order.watched();
        CheckOutcome outcome = command.test(
                file,
                Map.of(
                        "LITEDRILL_DATABASE", watched.id().database(),
                        "LITEDRILL_REPLICA", watched.id().replica(),
                        "LITEDRILL_RECOVERY_POINT", point.time().toString(),
                        "LITEDRILL_POSITION", point.position().toString()));
        List<Finding> findings = outcome.result() == CheckOutcome.Result.FAILED
                ? List.of(new RestoreFindings(watched).failed(outcome, point))
                : List.of();
        return new ComparisonResult(outcome, findings);
    }
}
