package io.litedrill.cli;

import io.litedrill.app.Operations;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.Target;
import io.litedrill.check.DatabaseVerdict;
import io.litedrill.check.Verdict;
import io.litedrill.drill.ScrubResult;
import io.litedrill.json.ResultJson;
import io.litedrill.schedule.RunIds;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code litedrill scrub}. */
@Command(
        name = "scrub",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Read and verify every file of replicas.",
        description =
                "Reads every file of replicas and verifies all checksums. Compares databases where two paths lead to"
                        + " the same position: a snapshot and the replay up to it, a compacted file and its sources."
                        + " Downloads the whole replica.",
        exitCodeListHeading = "%nExit codes (the worst of all databases; compatible with Nagios plug-ins):%n",
        exitCodeList = {
            " 0:ok",
            " 1:warning: restorable, with a problem to repair",
            " 2:critical: data would be lost",
            " 3:unknown: a part of the replica could not be read"
        },
        footer = {
            "",
            "A database with several replicas has the verdict of its best replica, but at",
            "least warning if another is worse.",
            "",
            "  litedrill scrub",
            "  litedrill scrub app --json",
            "  litedrill scrub /backups/app.db"
        })
final class ScrubCommand extends DatabasesCommand {
    ScrubCommand(Session session) {
        super(session);
    }

    @Override
    int run(List<Target> all) {
        List<ScrubResult> results = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Target target : all) {
            List<ScrubResult> ofDatabase = target.database().replicas().stream()
                    .map(replica -> scrub(target, replica))
                    .toList();
            results.addAll(ofDatabase);
            verdicts.add(DatabaseVerdict.of(
                    ofDatabase.stream().map(ScrubResult::verdict).toList()));
        }
        print(results);
        return ExitCodes.ofDatabases(verdicts);
    }

    private ScrubResult scrub(Target target, ReplicaTarget replica) {
        String runId = new RunIds(session().clock()).next();
        try (Progress progress = new Progress(terminal(), "scrubbing " + replica.id())) {
            ScrubResult result = new Operations(target.wiring()).scrub(replica, runId, progress);
            target.wiring().past().keep(result);
            return result;
        }
    }

    private void print(List<ScrubResult> results) {
        if (json()) {
            printJson(results.stream().map(ResultJson::scrub));
        } else {
            ScrubText text = new ScrubText(terminal());
            results.forEach(text::print);
        }
    }
}
