package io.litedrill.app;

import io.litedrill.app.BisectReport.Effort;
import io.litedrill.app.BisectReport.Ends;
import io.litedrill.app.BisectReport.Outcome;
import io.litedrill.check.Cost;
import io.litedrill.check.Hint;
import io.litedrill.check.Meter;
import io.litedrill.drill.Scratch;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Finds the last recovery point at which an assertion holds, by halving. The search assumes that an assertion that has
 * broken stays broken; if it holds at both ends or at neither, it reports that instead.
 */
public final class Bisection {
    private final ScanAttempt.Seen seen;
    private final BisectOrder order;
    private final Application wiring;
    private final Meter meter = new Meter();

    /** Prepares a search in a replica that was scanned. */
    public Bisection(ScanAttempt.Seen seen, BisectOrder order, Application wiring) {
        this.seen = seen;
        this.order = order;
        this.wiring = wiring;
    }

    /** Returns the report about a replica that could not be read. */
    public static BisectReport unread(ScanAttempt.Failed failed) {
        return new BisectReport(
                failed.id(),
                Outcome.INCONCLUSIVE,
                failed.finding().statement(),
                Ends.NONE,
                new Effort(0, 0, 0, Cost.NONE),
                List.of(failed.finding()));
    }

    /**
     * Searches. Removes what killed runs left in scratch, and afterwards what it wrote itself.
     *
     * @param runId unique among the users of the scratch folder
     * @param steps receives each point before it is restored, with the expected number of restores, and returns a
     *     listener
     * @throws UsageException for a query that is denied, or fails at both ends
     */
    public BisectReport run(String runId, BiFunction<RecoveryPoint, Integer, RestoreListener> steps)
            throws UsageException {
        Timeline timeline = seen.scan().timeline();
        List<RecoveryPoint> points = timeline.points().filter(order::includes).toList();
        BisectReasons reasons = new BisectReasons(seen, order);
        if (points.isEmpty()) {
            return report(reasons.empty(), Ends.NONE, new Effort(0, 0, 0, meter.cost()));
        }
        int expected = 2 + Integer.SIZE - Integer.numberOfLeadingZeros(points.size());
        Path scratch = wiring.scratch();
        try {
            Scratch.sweep(scratch);
            try (Scratch room = Scratch.open(scratch, runId)) {
                return search(points, room, reasons, point -> steps.apply(point, expected));
            }
        } catch (IOException e) {
            BisectReasons.Reason reason = new BisectReasons.Reason(
                    Outcome.INCONCLUSIVE,
                    Hint.text(
                            scratch + ": cannot be used: " + e.getMessage() + ". Next: name another folder (scratch)"));
            return report(reason, Ends.NONE, new Effort(points.size(), 0, 0, meter.cost()));
        }
    }

    private BisectReport search(
            List<RecoveryPoint> points,
            Scratch room,
            BisectReasons reasons,
            Function<RecoveryPoint, RestoreListener> steps)
            throws IOException, UsageException {
        Instant start = wiring.clock().instant();
        PointProber prober =
                new PointProber(seen, seen.scan().replica().withListener(meter), room, order.assertion(), steps);
        PointSearch search = new PointSearch(points, prober::probe);
        BisectReasons.Reason reason;
        try {
            search.run();
            reason = reasons.of(search);
        } catch (ProbeException e) {
            if (e.isOfQuery()) {
                throw new UsageException("--sql: " + e.getMessage() + ". Correct the query");
            }
            reason = new BisectReasons.Reason(Outcome.INCONCLUSIVE, Hint.text(String.valueOf(e.getMessage())));
        }
        double seconds = Duration.between(start, wiring.clock().instant()).toMillis() / 1e3;
        return report(
                reason,
                new Ends(search.older(), search.younger()),
                new Effort(points.size(), prober.restores(), seconds, meter.cost()));
    }

    private BisectReport report(BisectReasons.Reason reason, Ends ends, Effort effort) {
        return new BisectReport(seen.id(), reason.outcome(), reason.text(), ends, effort, seen.doubts());
    }
}
