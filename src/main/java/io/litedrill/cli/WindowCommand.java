package io.litedrill.cli;

import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaRules;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.json.WindowJson;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.replica.timeline.Window;
import io.litedrill.restore.NearPoints;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code litedrill window}. */
@Command(
        name = "window",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Show the states that can be restored.",
        description = "Shows the states that can be restored: the spans of recovery points, and the gaps between them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:recovery points exist",
            " 2:no backup",
            " 3:the replica could not be read or has an unsupported format, or its only snapshot is too young to be"
                    + " proved",
            " 4:the time of --around lies in a gap"
        },
        footer = {
            "",
            "  litedrill window app",
            "  litedrill window app --around '2026-11-01 13:00 Europe/Berlin'",
            "  litedrill window app --replica s3 --json"
        })
final class WindowCommand extends DatabaseCommand {
    @Option(
            names = "--around",
            paramLabel = "TIME",
            description =
                    "Also list the recovery points nearest to this time, five before and five after it, and the one"
                            + " that a restore to it delivers.")
    private Optional<String> around = Optional.empty();

    WindowCommand(Session session) {
        super(session);
    }

    @Override
    int run(Target chosen) throws UsageException {
        Optional<Instant> time = time();
        ScanAttempt look = choice().newest(chosen);
        if (look instanceof ScanAttempt.Seen seen) {
            Timeline timeline = seen.scan().timeline();
            Optional<NearPoints> near = time.map(at -> NearPoints.of(seen.scan().replica(), timeline, at));
            print(look, seen.window(), near, findings(seen));
            if (timeline.newest().isPresent()) {
                return near.flatMap(NearPoints::refused).isPresent() ? ExitCodes.REFUSED : ExitCodes.OK;
            }
            boolean known = timeline.pendingUntil().isEmpty()
                    && !seen.scan().inventory().mayHoldUnreadBackup();
            return known ? ExitCodes.FAILED : ExitCodes.UNKNOWN;
        }
        print(look, new Window(List.of(), List.of()), Optional.empty(), List.of(((ScanAttempt.Failed) look).finding()));
        return ExitCodes.UNKNOWN;
    }

    private Optional<Instant> time() throws UsageException {
        return around.isPresent()
                ? Optional.of(
                        TimeArgument.parse("--around", around.get(), session().clock()))
                : Optional.empty();
    }

    private static List<Finding> findings(ScanAttempt.Seen seen) {
        return ReplicaRules.besideWindow(seen.replica().watched(), seen.scan(), seen.doubts(), seen.scanned());
    }

    private void print(ScanAttempt look, Window window, Optional<NearPoints> near, List<Finding> findings) {
        if (json()) {
            JsonObject object = JsonObject.with()
                    .put("database", look.id().database())
                    .put("replica", look.id().replica())
                    .putAll(WindowJson.window(window, near))
                    .put("findings", ResultJson.findings(findings))
                    .build();
            printJson(Stream.of(object));
        } else {
            new WindowText(terminal()).print(look, window);
            near.ifPresent(points -> new NearText(terminal()).print(points));
            new FindingText(terminal()).print(look.id(), findings);
        }
    }
}
