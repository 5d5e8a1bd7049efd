package io.litedrill.cli;

import io.litedrill.app.NotificationDrain;
import io.litedrill.app.Operations;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.drill.DrillResult;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code litedrill drill}. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Restore into scratch and test the result.",
        description =
                "Restores into the scratch folder, tests the result, and deletes it. If the requested state cannot be"
                        + " restored, finds the newest state that can, and reports the changes that would be lost.",
        exitCodeListHeading = "%nExit codes (the worst of all replicas):%n",
        exitCodeList = {
            " 0:passed",
            " 2:failed",
            " 3:inconclusive: the replica could not be read, or nothing was proved"
        },
        footer = {
            "",
            "  litedrill drill",
            "  litedrill drill app --timestamp 2026-11-01T12:00:00Z",
            "  litedrill drill /backups/app.db --json"
        })
final class DrillCommand extends DatabasesCommand {
    @ArgGroup(heading = "%nThe state to drill (default: the newest):%n")
    private PointOptions point = new PointOptions();

    @Option(
            names = "--full",
            description = "With drill.mode: incremental, read all files, and compare the result with the kept copy.")
    private boolean full;

    DrillCommand(Session session) {
        super(session);
    }

    @Override
    int run(List<Target> all) throws UsageException {
        Point wanted = point.point(session().clock());
        List<DrillResult> results = new ArrayList<>();
        for (Target target : all) {
            for (ReplicaTarget replica : target.database().replicas()) {
                DrillResult result = drill(target, replica, wanted);
                target.wiring().past().keep(result);
                target.wiring().notifier().drills().accept(result);
                results.add(result);
            }
        }
        print(results);
        NotificationDrain.end(all);
        return ExitCodes.of(results.stream().map(DrillResult::outcome).toList());
    }

    private DrillResult drill(Target target, ReplicaTarget replica, Point wanted) {
        String runId = new RunIds(session().clock()).next();
        try (Progress progress = new Progress(terminal(), "drilling " + replica.id())) {
            ReplicaTarget drilled = full ? replica.drilledInFull() : replica;
            return new Operations(target.wiring()).drill(drilled, runId, wanted, progress);
        }
    }

    private void print(List<DrillResult> results) {
        if (json()) {
            printJson(results.stream().map(ResultJson::drill));
        } else {
            DrillText text = new DrillText(terminal());
            results.forEach(text::print);
        }
    }
}
