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

/** What a restore would come to, as far as that can be known without one. */
public record DryRun(Path output, InstantSource clock) {
    /** Why nothing could be written there. Asked before anything is read, as the restore itself does. */
    public Optional<String> obstacle() {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(output + ": the folder is not there. Create it, or name another file");
        }
        return Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(output + ": is there already. Name a file that is not; nothing is ever overwritten")
                : Optional.empty();
    }

    /** The object of a restore that was refused before it was planned; the plan below the key {@code plan} is that of none. */
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
     * The object of a restore that did nothing, with the plan under the key {@code plan}.
     *
     * @param size what the result is expected to be, where that is known
     * @param words how the options of a command line are named to the caller
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

    /** How many rows a restore to a file is expected to give: asked only where a small result would be refused. */
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
