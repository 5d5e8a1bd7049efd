package io.litedrill.cli;

import io.litedrill.app.RestorePlanning;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Implements {@code litedrill plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Show what a restore would read.",
        description =
                "Shows the files that a restore would read, and the time it would take at the speed of the last drill."
                        + " Writes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:can be restored",
            " 2:no backup",
            " 3:the replica could not be read, or its only snapshot is too young to be proved",
            " 4:the state lies in a gap, or the replica mixes two databases; the alternatives are listed"
        },
        footer = {"", "  litedrill plan app", "  litedrill plan app --timestamp 2026-11-01T12:00:00Z --json"})
final class PlanCommand extends DatabaseCommand {
    @ArgGroup(heading = "%nThe state to restore (default: the newest):%n")
    private PointOptions point = new PointOptions();

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    int run(Target chosen) throws UsageException {
        RestorePlanning planning =
                RestorePlanning.of(chosen, choice(), point.point(session().clock()));
        if (json()) {
            printJson(Stream.of(planning.json()));
        } else {
            new PlanText(terminal(), verbose()).print(planning);
        }
        return ExitCodes.of(planning.outcome());
    }
}
