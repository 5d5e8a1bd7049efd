package io.litedrill.app;

import io.litedrill.check.Finding;
import io.litedrill.json.JsonObject;
import io.litedrill.json.PlanJson;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Ownership;
import io.litedrill.recover.PreflightResult;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreStart;
import io.litedrill.restore.RestoreListener;
import java.util.List;
import java.util.Optional;

/** Previews and runs a restore to a new file, for the command line and the daemon. */
public final class RestoreToFile {
    private final Application wiring;
    private final RestoreRequest request;

    public RestoreToFile(Application wiring, RestoreRequest request) {
        this.wiring = wiring;
        this.request = request;
    }

    /** Returns why the file cannot be written; empty when it can. Called before anything is read. */
    public Optional<Refusal> obstacle() {
        return FileRestorer.obstacle(request.output());
    }

    /** Returns the preview of the restore, with the refusal if there is one. */
    public RestorePreview preview(RestorePlanning planning) {
        PreflightResult survey = new PreflightResult(Optional.empty(), obstacle());
        RestorePreview.Destination destination = new RestorePreview.Destination(request.output(), survey, false);
        return new RestorePreview(request, planning, destination, size(planning));
    }

    /** Predicts the number of rows. Empty unless a small result would be refused. */
    private Optional<ExpectedSize> size(RestorePlanning planning) {
        return planning.plan()
                .filter(plan -> !request.acceptsSmaller())
                .flatMap(plan -> planning.look().replica() instanceof ReplicaTarget.Visible visible
                        ? planning.target()
                                .sizes()
                                .toFile(visible.watched(), plan.point().time())
                        : Optional.empty());
    }

    /**
     * Returns the JSON object of a dry run that was refused before planning. The object under the key {@code plan} has
     * no plan.
     */
    public JsonObject refused(ReplicaTarget replica, Refusal obstacle) {
        RestoreReport report = new RestoreStart(
                        "", replica.id(), request.output(), wiring.clock().instant(), request.time())
                .end(obstacle, List.of(), wiring.clock())
                .from(request.origin());
        return JsonObject.with()
                .putAll(ResultJson.dryRun(report, request.time(), Optional.empty(), Optional.empty()))
                .put("size", SizeAnswer.json(Optional.empty()))
                .put("plan", PlanJson.noPlan(request.time()))
                .build();
    }

    /** Restores as {@link FileRestorer#restore} does. */
    public RestoreReport run(ReplicaTarget replica, RestoreListener progress) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            return new FileRestorer(wiring.cache(), wiring.past().memory(), wiring.clock())
                    .with(wanted(replica))
                    .restore(request, visible.source(wiring.scratch()), progress);
        }
        Finding finding = ((ReplicaTarget.Blind) replica).finding();
        return RestoreStart.of(request, replica.id(), request.output(), wiring.clock())
                .end(RestoreOutcome.inconclusive(finding.message()), List.of(finding), wiring.clock());
    }

    private Ownership.Wanted wanted(ReplicaTarget replica) {
        return wiring.databases().stream()
                .filter(database -> database.name().equals(replica.id().database()))
                .map(database -> database.inPlace().ownership())
                .findFirst()
                .orElse(Ownership.Wanted.AS_FOLDER);
    }
}
