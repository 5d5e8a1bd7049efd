package io.litedrill.cli;

import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** What a restore would come to, as far as that can be known without one. */
record DryRun(Planning planning, Path output, InstantSource clock) {
    /** Why nothing could be written there. */
    Optional<String> obstacle() {
        return Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(output + ": is there already. Name a file that is not; nothing is ever overwritten")
                : Optional.empty();
    }

    int exitCode() {
        return obstacle().isPresent() ? ExitCodes.REFUSED : planning.exitCode();
    }

    /** The object of a restore that did nothing, with the plan under the key {@code plan}. */
    JsonObject json() {
        RestoreReport.Run run = new RestoreReport.Run("", clock.instant(), 0, output, Optional.empty());
        String reason =
                obstacle().orElse(planning.plan().isPresent() ? "dry run: nothing was written" : planning.reason());
        RestoreReport report = new RestoreReport(
                planning.look().id(), run, new Ending(outcome(), reason), Optional.empty(), planning.findings());
        return JsonObject.with()
                .putAll(ResultJson.restore(report))
                .put("dry_run", true)
                .put("plan", planning.json())
                .build();
    }

    private Outcome outcome() {
        return switch (exitCode()) {
            case ExitCodes.OK -> Outcome.NOT_NEEDED;
            case ExitCodes.FAILED -> Outcome.FAILED;
            case ExitCodes.REFUSED -> Outcome.REFUSED;
            default -> Outcome.INCONCLUSIVE;
        };
    }
}
