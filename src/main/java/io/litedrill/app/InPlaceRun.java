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

/** A restore over the live path of a database, for the command line and for the daemon: what it would do, and that it is done. */
public final class InPlaceRun {
    private final Target target;
    private final Wish wish;

    /**
     * What was asked for.
     *
     * @param live the live path of the target
     */
    public record Wish(Point point, Path live, Allowed allowed) {}

    public InPlaceRun(Target target, Wish wish) {
        this.target = target;
        this.wish = wish;
    }

    /** What it would do, and whether it may; writes nothing. */
    public RestorePreview outlook(RestorePlanning planning) {
        PreflightResult survey = order(planning, "")
                .map(order -> recovery().survey(order))
                .orElseGet(() -> new PreflightResult(Optional.empty(), Optional.empty()));
        Optional<String> refusal = survey.refusal().or(() -> noRoom(planning));
        return new RestorePreview(
                planning,
                wish.live(),
                new PreflightResult(survey.live(), refusal, survey.hindrance()),
                isSame(planning));
    }

    /** Looked at after the listing: what was committed since then would show. */
    private boolean isSame(RestorePlanning planning) {
        return planning.look() instanceof ScanAttempt.Seen seen
                && planning.plan().isPresent()
                && LiveDatabase.look(wish.live()) instanceof LiveState.Present live
                && SamePlace.is(seen.scan(), planning.plan().get().point(), live);
    }

    /**
     * How many rows it is expected to give, by past drills; empty where that is not known, where smaller results are accepted, and where
     * the live database was seen to hold just what would come back.
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

    /** Known before anything is read; the restore itself asks again. */
    private Optional<String> noRoom(RestorePlanning planning) {
        Path folder = wish.live().resolveSibling(".").normalize();
        try {
            return planning.plan().isPresent()
                    ? DiskSpace.missing(planning.plan().get(), folder)
                            .map(finding -> folder + ": no room for the old and the new database together: "
                                    + finding.message())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(folder + ": how much room there is cannot be told: " + e.getMessage());
        }
    }

    private Recovery recovery() {
        Application wiring = target.wiring();
        InPlaceRestorer restorer =
                new InPlaceRestorer(wiring.cache(), wiring.past().experience(), wiring.scratch(), wiring.clock());
        return new Recovery(restorer, target.database().inPlace().hooks(), wiring.clock());
    }

    /** Empty for a replica that cannot be read. */
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

    /** Does it, where {@link #outlook} has nothing against it. */
    public RestoreReport run(RestorePlanning planning, String runId, RestoreListener progress) {
        return recovery()
                .restore(order(planning, runId).orElseThrow(), progress)
                .asked(wish.point());
    }

    /** The report of one that ended before it began. */
    public RestoreReport ended(RestorePlanning planning, String runId, Ending ending) {
        Instant now = target.wiring().clock().instant();
        RestoreReport.Run run = new RestoreReport.Run(runId, now, 0, wish.live(), Optional.empty());
        return new RestoreReport(planning.look().id(), run, ending, Optional.empty(), List.of(), planning.request());
    }
}
