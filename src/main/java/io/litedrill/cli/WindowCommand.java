package io.litedrill.cli;

import io.litedrill.check.Finding;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.Timeline;
import io.litedrill.replica.Window;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code litedrill window}. */
@Command(
        name = "window",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows which states can be restored: the spans of recovery points, and the gaps between them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:there are recovery points",
            " 2:no backup",
            " 3:could not look, or too young or of a format too new to tell"
        },
        footer = {"", "  litedrill window app", "  litedrill window app --replica s3 --json"})
final class WindowCommand extends TargetCommand {
    @Parameters(paramLabel = "TARGET", description = "The database.")
    private String target = "";

    @Mixin
    private ReplicaOption replica = new ReplicaOption();

    WindowCommand(Session session) {
        super(session);
    }

    @Override
    List<String> typed() {
        return List.of(target);
    }

    @Override
    int run(List<Target> targets) throws UsageException {
        Look look = replica.newest(targets.get(0));
        if (look instanceof Look.Seen seen) {
            Timeline timeline = seen.scan().timeline();
            print(look, timeline.window(), List.of());
            if (timeline.newest().isPresent()) {
                return ExitCodes.OK;
            }
            boolean known = timeline.pendingUntil().isEmpty()
                    && !seen.scan().inventory().mayHoldUnreadBackup();
            return known ? ExitCodes.FAILED : ExitCodes.UNKNOWN;
        }
        print(look, new Window(List.of(), List.of()), List.of(((Look.Failed) look).finding()));
        return ExitCodes.UNKNOWN;
    }

    private void print(Look look, Window window, List<Finding> findings) {
        if (json()) {
            JsonObject object = JsonObject.with()
                    .put("database", look.id().database())
                    .put("replica", look.id().replica())
                    .putAll(ResultJson.window(window))
                    .put("findings", ResultJson.findings(findings))
                    .build();
            terminal().out().println(object.pretty());
        } else {
            new WindowText(terminal()).print(look, window);
            new FindingText(terminal()).print(look.id(), findings);
        }
    }
}
