package io.litedrill.app;

import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.restore.RestorePlan;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Predicts the result of a restore to a file, as far as planning shows it. */
public record DryRun(Path output, InstantSource clock) {
    /**
     * Returns why the output cannot be written; empty when it can. Called before anything is read, as in the restore
     * itself.
     */
    public Optional<String> obstacle() {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(output + ": the folder is not there. Create it, or name another file");
        }
        return Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(output + ": is there already. Name a file that is not; nothing is ever overwritten")
                : Optional.empty();
    }

    /**
     * Returns the JSON object of a restore that was refused before planning. The object under the key {@code plan} has
     * no plan.
     */
    public JsonObject refused(ReplicaId id, Point point, String obstacle) {
        TimeRequest request = RestorePlanning.request(point, Optional.empty());
        Ending ending = new Ending(Outcome.REFUSED, obstacle);
        return JsonObject.with()
                .putAll(ResultJson.dryRun(report(id, ending, List.of()), request, Optional.empty()))
                .putAll(SizeAnswer.json(ending.outcome(), Optional.empty()))
                .put("plan", ResultJson.noPlan(request))
                .build();
    }

    /**
     * Returns the JSON object of a dry run, with the plan under the key {@code plan}.
     *
     * @param size the expected size of the result; empty when it cannot be predicted
     * @param words maps the names of command-line options in messages to those that the caller uses
     */
    public JsonObject planned(
            RestorePlanning planning, boolean fallback, Optional<ExpectedSize> size, UnaryOperator<String> words) {
        Ending ending = planning.ending(fallback)
                .or(() -> SizeAnswer.refusal(size, words))
                .orElseGet(() -> new Ending(Outcome.NOT_NEEDED, planning.dryRun()));
        RestoreReport report = report(planning.look().id(), ending, planning.findings());
        return JsonObject.with()
                .putAll(ResultJson.dryRun(
                        report, planning.request(), planning.plan().map(RestorePlan::point)))
                .putAll(SizeAnswer.json(ending.outcome(), size))
                .put("plan", planning.json())
                .build();
    }

    /** Predicts the number of rows of a restore to a file. Empty unless a small result would be refused. */
    public static Optional<ExpectedSize> size(RestorePlanning planning, Permissions permissions) {
        boolean decides = planning.point() instanceof Point.Newest && !permissions.acceptSmaller();
        return planning.plan()
                .filter(plan -> decides)
                .flatMap(plan -> planning.look().replica() instanceof ReplicaTarget.Visible visible
                        ? planning.target()
                                .sizes()
                                .toFile(visible.watched(), plan.point().time())
                        : Optional.empty());
    }

    private RestoreReport report(ReplicaId id, Ending ending, List<Finding> findings) {
        RestoreReport.Run run = new RestoreReport.Run("", clock.instant(), 0, output, Optional.empty());
        return new RestoreReport(id, run, ending, Optional.empty(), findings);
    }
}
