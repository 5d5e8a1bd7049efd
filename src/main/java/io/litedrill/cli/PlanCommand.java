package io.litedrill.cli;

import io.litedrill.app.RestorePlanning;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code litedrill plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Says what a restore would read, and how long it would take by the speed of the last drill. Writes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:can be restored",
            " 2:no backup",
            " 3:could not look, or too young to tell",
            " 4:the state lies in a gap, or two databases are mixed in the replica; what to choose is named"
        },
        footer = {"", "  litedrill plan app", "  litedrill plan app --timestamp 2026-11-01T12:00:00Z --json"})
final class PlanCommand extends TargetCommand {
    @Parameters(paramLabel = "TARGET", description = "The database.")
    private String target = "";

    @ArgGroup(heading = "%nThe state to restore (default: the newest):%n")
    private PointOptions point = new PointOptions();

    @Mixin
    private ReplicaOption replica = new ReplicaOption();

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    List<String> typed() {
        return List.of(target);
    }

    @Override
    int run(List<Target> targets) throws UsageException {
        RestorePlanning planning = RestorePlanning.of(targets.get(0), replica.choice(), point.point());
        if (json()) {
            terminal().out().println(planning.json().pretty());
        } else {
            new PlanText(terminal()).print(planning);
        }
        return ExitCodes.of(planning.outcome());
    }
}
