package io.litedrill.app;

import io.litedrill.check.SamePlace;
import io.litedrill.drill.DiskSpace;
import io.litedrill.live.LiveDatabase;
import io.litedrill.live.LiveState;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.InPlaceOrder;
import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.recover.InPlaceOrder.Destination;
import io.litedrill.recover.InPlaceRestorer;
import io.litedrill.recover.PreflightResult;
import io.litedrill.recover.Recovery;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Previews and runs a restore over the live path of a database, for the command line and the daemon. */
public final class InPlaceRun {
    private final Target target;
    private final Wish wish;

    /**
     * Holds the request.
     *
     * @param live the live path of the target
     */
    public record Wish(Point point, Path live, Allowed allowed) {}

    public InPlaceRun(Target target, Wish wish) {
        this.target = target;
        this.wish = wish;
    }

    /** Returns a preview of the restore, with the reason if it would be refused. Writes nothing. */
    public RestorePreview outlook(RestorePlanning planning) {
        PreflightResult survey = order(planning, "")
                .map(order -> recovery().survey(order, planning.look().listed()))
                .orElseGet(() -> new PreflightResult(Optional.empty(), Optional.empty()));
        Optional<String> refusal = survey.refusal().or(() -> noRoom(planning));
        return new RestorePreview(
                planning,
                wish.live(),
                new PreflightResult(survey.live(), refusal, survey.hindrance()),
                isSame(planning));
    }

    /**
     * Returns whether the live database holds the planned state. Reads the database after the replica was listed, so
     * that later commits are seen.
     */
    private boolean isSame(RestorePlanning planning) {
        return planning.look() instanceof ScanAttempt.Seen seen
                && planning.plan().isPresent()
                && LiveDatabase.read(wish.live()) instanceof LiveState.Present live
                && SamePlace.is(seen.scan(), planning.plan().get().point(), live);
    }

    /**
     * Predicts the number of rows of the result from past drills. Empty when it cannot be predicted, when smaller
     * results are accepted, and when the live database already holds the planned state.
     */
    public Optional<ExpectedSize> size(RestorePreview outlook) {
        RestorePlanning planning = outlook.planning();
        if (outlook.same()
                || wish.allowed().restore().acceptSmaller()
                || outlook.survey().refusal().isPresent()) {
            return Optional.empty();
        }
        return planning.plan()
                .flatMap(plan -> order(planning, "")
                        .flatMap(order -> target.sizes()
                                .inPlace(order, outlook.survey(), plan.point().time())));
    }

    /** Returns why the disk space does not suffice, before anything is read. The restore itself checks again. */
    private Optional<String> noRoom(RestorePlanning planning) {
        Path folder = wish.live().resolveSibling(".").normalize();
        try {
            return planning.plan().isPresent()
                    ? DiskSpace.missing(planning.plan().get(), folder)
                            .map(finding -> folder + ": no room for the old and the new database together: "
                                    + finding.message())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(folder + ": the free space cannot be determined: " + e.getMessage());
        }
    }

    private Recovery recovery() {
        Application wiring = target.wiring();
        InPlaceRestorer restorer =
                new InPlaceRestorer(wiring.cache(), wiring.past().memory(), wiring.scratch(), wiring.clock());
        return new Recovery(restorer, target.database().inPlace().hooks(), wiring.clock());
    }

    /** Returns the order for the restore; empty for a replica that cannot be read. */
    private Optional<InPlaceOrder> order(RestorePlanning planning, String runId) {
        if (!(planning.look().replica() instanceof ReplicaTarget.Visible visible)) {
            return Optional.empty();
        }
        DatabaseTarget.InPlace known = target.database().inPlace();
        Destination destination =
                new Destination(wish.point(), wish.live(), known.litestreamState(), known.ownership());
        return Optional.of(
                new InPlaceOrder(runId, visible.watched(), destination, visible.expectations(), wish.allowed()));
    }

    /** Runs the restore. Requires that {@link #outlook} reported no refusal. */
    public RestoreReport run(RestorePreview outlook, String runId, RestoreListener progress) {
        return recovery()
                .restore(order(outlook.planning(), runId).orElseThrow(), outlook.survey(), progress)
                .asked(wish.point());
    }

    /** Returns the report of a restore that ended before it began. */
    public RestoreReport ended(RestorePlanning planning, String runId, Ending ending) {
        Instant now = target.wiring().clock().instant();
        RestoreReport.Run run = new RestoreReport.Run(runId, now, 0, wish.live(), Optional.empty());
        return new RestoreReport(planning.look().id(), run, ending, Optional.empty(), List.of(), planning.request());
    }
}
