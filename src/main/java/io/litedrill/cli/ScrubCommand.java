package io.litedrill.cli;

import io.litedrill.app.Operations;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.Target;
import io.litedrill.check.DatabaseVerdict;
import io.litedrill.check.Verdict;
import io.litedrill.drill.ScrubResult;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.schedule.RunIds;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code litedrill scrub}. */
@Command(
        name = "scrub",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Reads every file of replicas and verifies all checksums, and compares databases where two ways lead to one "
                        + "position: a snapshot with the replay that leads to it, a compacted file with those it was made of. Costs a "
                        + "download of all that there is.",
        exitCodeListHeading = "%nExit codes (the worst of all databases; as those of a Nagios plug-in):%n",
        exitCodeList = {
            " 0:ok",
            " 1:warning: restorable, with something to mend",
            " 2:critical: data would be lost",
            " 3:unknown: could not look at everything"
        },
        footer = {
            "",
            "A database with several replicas is as well as the best of them, and a warning at least where another is worse.",
            "",
            "  litedrill scrub",
            "  litedrill scrub app --json",
            "  litedrill scrub /backups/app.db"
        })
final class ScrubCommand extends TargetCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "What to scrub. Default: every configured database.")
    private List<String> targets = List.of();

    ScrubCommand(Session session) {
        super(session);
    }

    @Override
    List<String> typed() {
        return targets;
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
            terminal()
                    .out()
                    .println(JsonObject.pretty(
                            results.stream().map(ResultJson::scrub).toList()));
        } else {
            ScrubText text = new ScrubText(terminal());
            results.forEach(text::print);
        }
    }
}
