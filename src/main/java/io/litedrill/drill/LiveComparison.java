package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.SamePlace;
import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.live.LiveContents;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome.Result;
import io.litedrill.verify.Contents;
import io.litedrill.verify.ContentsReader;
import io.litedrill.verify.Measurement;
import io.litedrill.verify.Measurement.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Compares a restored database with the live one. Only changes made after the recovery point may be missing.
 *
 * <p>The live database is measured before the replica is listed, and again after the restore. When its position at
 * either time equals the end of the replica, both databases must be equal. When it was written to meanwhile, only
 * differences that no write explains are reported: a schema that the live database never had, and the loss of most rows
 * that existed both before and after.
 */
final class LiveComparison {
    private final CheckedReplica watched;
    private final Effort effort;
    private final InstantSource clock;
    private final LiveContents before;
    private final Optional<IdleLive> idle;
    private Optional<LiveContents> after = Optional.empty();

    private LiveComparison(CheckedReplica watched, Effort effort, InstantSource clock, Path live) {
        this.watched = watched;
        this.effort = effort;
        this.clock = clock;
        this.idle = IdleLive.begin(watched, clock);
        this.before = LiveContents.measure(live, effort, clock);
    }

    /**
     * Takes the first measurement. Must be called before the replica is scanned.
     *
     * @param time time limit for one measurement
     * @return empty when the path of the live database is not configured
     */
    static Optional<LiveComparison> begin(CheckedReplica watched, Duration time, long seed, InstantSource clock) {
        Effort effort = new Effort(time, OptionalLong.of(seed));
        return watched.live().map(path -> new LiveComparison(watched, effort, clock, path));
    }

    private LiveContents after() {
        if (after.isEmpty()) {
            after = watched.live().map(path -> LiveContents.measure(path, effort, clock));
        }
        return after.orElse(before);
    }

    /** Returns the rows of the live database that a state of this point must contain at least in part. */
    Optional<Known> rows(Scan scan, RecoveryPoint point) {
        if (!(before instanceof LiveContents.Seen first) || !isCovered(first, scan, point)) {
            return Optional.empty();
        }
        Contents contents = first.measured().contents();
        if (contents.isEmpty()) {
            return Optional.of(new Known("the live database", 0));
        }
        return after() instanceof LiveContents.Seen last
                ? Optional.of(least(contents, last.measured().contents()))
                        .filter(rows -> rows > 0)
                        .map(rows -> new Known("the live database", rows))
                : Optional.empty();
    }

    private static long least(Contents one, Contents other) {
        return Math.min(one.total(), other.total());
    }

    /** Returns true when the state of this point must contain the whole measured content of the live database. */
    private boolean isCovered(LiveContents.Seen seen, Scan scan, RecoveryPoint point) {
        return SamePlace.is(scan, point, seen.state()) || !point.time().isBefore(seen.at()) || isIdle(seen);
    }

    /** Returns true when the last write is older than the allowed lag. */
    private boolean isIdle(LiveContents.Seen seen) {
        Duration upload = watched.settings().settling().upload();
        Duration rpo = watched.objectives().rpo();
        Instant allowed = seen.at().minus(rpo.compareTo(upload) > 0 ? rpo : upload);
        return seen.state().modified().isBefore(allowed);
    }

    /**
     * Compares a restored file with the live database.
     *
     * @param point the restored point, the newest of the scan
     * @param limit time limit for reading the file
     */
    ComparisonResult with(Path file, Scan scan, RecoveryPoint point, Duration limit) {
        long start = System.nanoTime();
        PageDifference.Outcome pages = pages(file, scan, point);
        if (pages instanceof PageDifference.Equal equal) {
            return ComparisonResult.of(
                    CheckKind.LIVE, Result.PASSED, "equal: all " + equal.pages() + " pages", start, List.of());
        }
        Measurement measured = ContentsReader.ofCopy(file, new Effort(limit, effort.seed()));
        if (pages instanceof PageDifference.Different different) {
            return ofIdle(different, measured, scan, point, start);
        }
        if (!(measured instanceof Measurement.Taken restored)) {
            return unknown(
                    start, "the restored file could not be measured: " + ((Measurement.NotTaken) measured).reason());
        }
        return equal(restored, scan, point, start)
                .or(() -> foreign(restored, scan, point, start))
                .or(() -> ofIdle(restored, scan, point, start))
                .or(() -> lost(restored, scan, point, start))
                .orElseGet(() -> unknown(start, why()));
    }

    private PageDifference.Outcome pages(Path file, Scan scan, RecoveryPoint point) {
        return idle.filter(live -> live.mustEqual(scan, point))
                .map(live -> live.pages(file, effort.time()))
                .orElse(new PageDifference.Untold("the live database is in use"));
    }

    private ComparisonResult ofIdle(
            PageDifference.Different pages, Measurement measured, Scan scan, RecoveryPoint point, long start) {
        Optional<ComparisonResult> foreign = measured instanceof Measurement.Taken restored
                ? foreign(restored, scan, point, start)
                : Optional.empty();
        return foreign.orElseGet(() -> differs(idleWords(pages.what(), rows(measured)), point, start));
    }

    private List<String> rows(Measurement measured) {
        return measured instanceof Measurement.Taken restored
                ? seen().findFirst()
                        .map(live -> new StateDifference(restored, live.measured()).list())
                        .orElse(List.of())
                : List.of();
    }

    /** Compares an idle live database by its rows when its pages could not be compared. */
    private Optional<ComparisonResult> ofIdle(Measurement.Taken restored, Scan scan, RecoveryPoint point, long start) {
        return idle.filter(live -> live.mustEqual(scan, point))
                .map(live -> rows(restored))
                .filter(rows -> !rows.isEmpty())
                .map(rows -> differs(idleWords("", rows), point, start));
    }

    private String idleWords(String pages, List<String> rows) {
        return idle.map(live -> live.differs(pages, rows)).orElse(pages);
    }

    private Stream<LiveContents.Seen> seen() {
        return Stream.of(before, after())
                .filter(LiveContents.Seen.class::isInstance)
                .map(LiveContents.Seen.class::cast);
    }

    /** Returns a result when both are at the same position, or when they are equal at any position. */
    private Optional<ComparisonResult> equal(Measurement.Taken restored, Scan scan, RecoveryPoint point, long start) {
        Optional<LiveContents.Seen> same = Stream.of(before)
                .filter(LiveContents.Seen.class::isInstance)
                .map(LiveContents.Seen.class::cast)
                .filter(seen -> isSame(seen, scan, point))
                .findFirst()
                .or(() -> seen().filter(seen -> isSame(seen, scan, point)).findFirst());
        if (same.isPresent()) {
            return Optional.of(judged(new StateDifference(restored, same.get().measured()), point, start));
        }
        return seen().map(seen -> new StateDifference(restored, seen.measured()))
                .filter(difference -> difference.list().isEmpty() && difference.isComplete())
                .findFirst()
                .map(difference -> ComparisonResult.of(
                        CheckKind.LIVE, Result.PASSED, "equal: " + difference.compared(), start, List.of()));
    }

    private static boolean isSame(LiveContents.Seen seen, Scan scan, RecoveryPoint point) {
        return seen.still() && SamePlace.is(scan, point, seen.state());
    }

    private ComparisonResult judged(StateDifference difference, RecoveryPoint point, long start) {
        List<String> differences = difference.list();
        if (differences.isEmpty()) {
            return ComparisonResult.of(
                    CheckKind.LIVE, Result.PASSED, "equal: " + difference.compared(), start, List.of());
        }
        String what = "the replica ends exactly where the live database stands, and yet they differ: "
                + RowChange.some(differences);
        return differs(what, point, start);
    }

    /**
     * Returns a failure when the restored schema was never a schema of this database. The schema version only grows: a
     * restored version above the live one, or a different schema with the same version, proves that.
     */
    private Optional<ComparisonResult> foreign(Measurement.Taken restored, Scan scan, RecoveryPoint point, long start) {
        Contents ours = restored.contents();
        return seen().filter(seen -> isCovered(seen, scan, point))
                .map(seen -> seen.measured().contents())
                .filter(live -> ours.schemaVersion() > live.schemaVersion()
                        || (ours.schemaVersion() == live.schemaVersion()
                                && !ours.schema().equals(live.schema())))
                .findFirst()
                .map(live -> differs(
                        "the restored database has a schema that the live one never had (schema_version "
                                + ours.schemaVersion() + ", live " + live.schemaVersion()
                                + "): it is no earlier state of it",
                        point,
                        start));
    }

    private Optional<ComparisonResult> lost(Measurement.Taken restored, Scan scan, RecoveryPoint point, long start) {
        if (!(before instanceof LiveContents.Seen first)
                || !(after() instanceof LiveContents.Seen last)
                || !isCovered(first, scan, point)) {
            return Optional.empty();
        }
        Contents one = first.measured().contents();
        Contents other = last.measured().contents();
        long rows = restored.contents().total();
        // a database without rows was judged before, by the known row counts
        if (!restored.contents().complete() || rows == 0 || !RowChange.isLessThanHalf(rows, least(one, other))) {
            return Optional.empty();
        }
        String what = "the restored database has " + rows + " rows, the live one had " + one.total()
                + " before that and has " + other.total() + " now";
        Finding finding = RowFindings.shrunk(watched, what);
        return Optional.of(ComparisonResult.of(CheckKind.LIVE, Result.INCONCLUSIVE, what, start, List.of(finding)));
    }

    private ComparisonResult differs(String what, RecoveryPoint point, long start) {
        return ComparisonResult.of(
                CheckKind.LIVE,
                Result.FAILED,
                what,
                start,
                List.of(RowFindings.liveDiffers(watched, ComparisonResult.harmless(what), point)));
    }

    private String why() {
        return before instanceof LiveContents.NotSeen not
                ? "not compared: " + not.reason()
                : "not compared: the live database was written to after the recovery point, or its WAL position cannot"
                        + " be compared; no gross loss";
    }

    private static ComparisonResult unknown(long start, String why) {
        return ComparisonResult.of(CheckKind.LIVE, Result.INCONCLUSIVE, why, start, List.of());
    }
}
