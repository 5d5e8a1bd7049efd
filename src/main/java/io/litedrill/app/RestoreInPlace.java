package io.litedrill.app;

import io.litedrill.check.SamePlace;
import io.litedrill.drill.DiskSpace;
import io.litedrill.live.LiveDatabase;
import io.litedrill.live.LiveState;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.InPlaceRestore;
import io.litedrill.recover.InPlaceRestore.LiveFile;
import io.litedrill.recover.InPlaceRestorer;
import io.litedrill.recover.PreflightResult;
import io.litedrill.recover.Recovery;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Previews and runs a restore over the live path of a database, for the command line and the daemon. */
public final class RestoreInPlace {
    private final Target target;
    private final RestoreRequest request;
    private final Path live;

    /**
     * Prepares a restore.
     *
     * @param live the live path of the target
     */
    public RestoreInPlace(Target target, RestoreRequest request, Path live) {
        this.target = target;
        this.request = request;
        this.live = live;
    }

    /**
     * Returns the preview of the restore, with the refusal if there is one. Writes nothing, and does not predict the
     * size.
     */
    public RestorePreview preview(RestorePlanning planning) {
        PreflightResult survey = restore(planning)
                .map(restore -> recovery().survey(restore, planning.look().listed()))
                .orElseGet(() -> new PreflightResult(Optional.empty(), Optional.empty()));
        PreflightResult all = survey.refusing(noRoom(planning));
        RestorePreview.Destination destination = new RestorePreview.Destination(live, all, isSame(planning));
        return new RestorePreview(request, planning, destination, Optional.empty());
    }

    /**
     * Returns the preview with the size that past drills predict. It is empty when it cannot be predicted, when smaller
     * results are accepted, and when the live database already holds the planned state.
     */
    public RestorePreview sized(RestorePreview preview) {
        if (preview.same()
                || request.acceptsSmaller()
                || preview.survey().refusal().isPresent()) {
            return preview;
        }
        RestorePlanning planning = preview.planning();
        Optional<ExpectedSize> size = planning.plan()
                .flatMap(plan -> restore(planning)
                        .flatMap(restore -> target.sizes()
                                .inPlace(restore, preview.survey(), plan.point().time())));
        return preview.with(size);
    }

    /**
     * Returns whether the live database holds the planned state. Reads the database after the replica was listed, so
     * that later commits are seen.
     */
    private boolean isSame(RestorePlanning planning) {
        return planning.look() instanceof ScanAttempt.Seen seen
                && planning.plan().isPresent()
                && LiveDatabase.read(live) instanceof LiveState.Present present
                && SamePlace.is(seen.scan(), planning.plan().get().point(), present);
    }

    /** Returns why the disk space does not suffice, before anything is read. The restore itself checks again. */
    private Optional<Refusal> noRoom(RestorePlanning planning) {
        Path folder = live.resolveSibling(".").normalize();
        try {
            return planning.plan().isPresent()
                    ? DiskSpace.missing(planning.plan().get(), folder)
                            .map(finding -> Refusal.of(folder + ": no room for the old and the new database together: "
                                    + finding.message()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(Refusal.of(folder + ": the free space cannot be determined: " + e.getMessage()));
        }
    }

    private Recovery recovery() {
        Application wiring = target.wiring();
        InPlaceRestorer restorer = new InPlaceRestorer(
                        wiring.cache(), wiring.past().memory(), wiring.scratch(), wiring.clock())
                .sharing(wiring.restoreRights());
        return new Recovery(restorer, target.database().inPlace().hooks(), wiring.clock());
    }

    /** Returns what the restore works with; empty for a replica that cannot be read. */
    private Optional<InPlaceRestore> restore(RestorePlanning planning) {
        if (!(planning.look().replica() instanceof ReplicaTarget.Visible visible)) {
            return Optional.empty();
        }
        return Optional.of(
                new InPlaceRestore(request, visible.source(target.wiring().scratch()), file(target.database(), live)));
    }

    /** Returns the live database as configured. */
    static LiveFile file(DatabaseTarget database, Path live) {
        DatabaseTarget.InPlace known = database.inPlace();
        return new LiveFile(live, known.litestreamState(), known.ownership());
    }

    /** Restores as previewed. The refusal of the preview ends the restore. */
    public RestoreReport run(RestorePreview preview, RestoreListener progress) {
        Optional<Unwritten> refusal = preview.ending();
        return refusal.isPresent()
                ? preview.ended(refusal.get(), target.wiring().clock())
                : recovery().restore(restore(preview.planning()).orElseThrow(), preview.survey(), progress);
    }
}
