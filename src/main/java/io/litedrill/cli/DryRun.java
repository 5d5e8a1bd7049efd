package io.litedrill.cli;

import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a restore would come to, as far as that can be known without one. */
record DryRun(Path output, InstantSource clock) {
    /** Why nothing could be written there. Asked before anything is read, as the restore itself does. */
    Optional<String> obstacle() {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(output + ": the folder is not there. Create it, or name another file");
        }
        return Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(output + ": is there already. Name a file that is not; nothing is ever overwritten")
                : Optional.empty();
    }

    /** The object of a restore that was refused before it was planned; the plan below the key {@code plan} is that of none. */
    JsonObject refused(ReplicaId id, String obstacle) {
        return json(id, new Ending(Outcome.REFUSED, obstacle), List.of(), ResultJson.noPlan());
    }

    /** The object of a restore that did nothing, with the plan under the key {@code plan}. */
    JsonObject planned(Planning planning, boolean fallback) {
        Ending ending = planning.ending(fallback).orElseGet(() -> new Ending(Outcome.NOT_NEEDED, planning.dryRun()));
        return json(planning.look().id(), ending, planning.findings(), planning.json());
    }

    private JsonObject json(ReplicaId id, Ending ending, List<Finding> findings, JsonObject plan) {
        RestoreReport.Run run = new RestoreReport.Run("", clock.instant(), 0, output, Optional.empty());
        return JsonObject.with()
                .putAll(ResultJson.restore(new RestoreReport(id, run, ending, Optional.empty(), findings)))
                .put("dry_run", true)
                .put("plan", plan)
                .build();
    }

    static Outcome outcome(Planning planning) {
        return switch (planning.exitCode()) {
            case ExitCodes.OK -> Outcome.NOT_NEEDED;
            case ExitCodes.FAILED -> Outcome.FAILED;
            case ExitCodes.REFUSED -> Outcome.REFUSED;
            default -> Outcome.INCONCLUSIVE;
        };
    }
}
