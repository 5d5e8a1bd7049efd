package io.litedrill.cli;

import io.litedrill.app.DrillProof;
import io.litedrill.app.NotificationDrain;
import io.litedrill.app.Operations;
import io.litedrill.app.Target;
import io.litedrill.check.CheckResult;
import io.litedrill.check.DatabaseVerdict;
import io.litedrill.check.Verdict;
import io.litedrill.json.ResultJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code litedrill check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Look for problems in the listings of replicas.",
        description =
                "Reads the listings of replicas and a few bytes of their files, and reports problems. Cheap enough to"
                        + " run every minute.",
        exitCodeListHeading = "%nExit codes (the worst of all databases; compatible with Nagios plug-ins):%n",
        exitCodeList = {
            " 0:ok",
            " 1:warning: restorable, with a problem to repair",
            " 2:critical: data would be lost",
            " 3:unknown: the replica could not be read"
        },
        footer = {
            "",
            "A database with several replicas has the verdict of its best replica, but at",
            "least warning if another is worse.",
            "",
            "  litedrill check",
            "  litedrill check app --json",
            "  litedrill check --only warning,critical",
            "  litedrill check app --format nagios",
            "  litedrill check 's3://backups/app?endpoint=http://127.0.0.1:9000'"
        })
final class CheckCommand extends DatabasesCommand {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = CheckFormat.Converter.class,
            description = "text, or nagios: one status line with performance data, for Nagios, Icinga and compatible"
                    + " servers.")
    private CheckFormat format = CheckFormat.TEXT;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    CheckCommand(Session session) {
        super(session);
    }

    @Override
    int run(List<Target> all) {
        List<CheckText.Checked> shown = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Target target : all) {
            List<CheckResult> results = check(target);
            verdicts.add(DatabaseVerdict.of(
                    results.stream().map(CheckResult::verdict).toList()));
            results.stream()
                    .filter(result -> selection.shows(result.verdict()))
                    .map(result -> new CheckText.Checked(
                            result, DrillProof.of(target.wiring().past(), result.id())))
                    .forEach(shown::add);
        }
        print(shown, verdicts);
        NotificationDrain.endSoon(all);
        return ExitCodes.ofDatabases(verdicts);
    }

    private void print(List<CheckText.Checked> shown, List<Verdict> verdicts) {
        if (format == CheckFormat.NAGIOS) {
            Verdict worst = verdicts.stream().max(Comparator.naturalOrder()).orElse(Verdict.UNKNOWN);
            List<CheckResult> results =
                    shown.stream().map(CheckText.Checked::result).toList();
            terminal().line(new NagiosText(session().clock().instant()).line(worst, results));
            return;
        }
        if (json()) {
            printJson(shown.stream().map(CheckText.Checked::result).map(ResultJson::check));
            return;
        }
        new CheckText(terminal(), session().clock().instant()).print(shown);
        if (selection.summarizes(verdicts)) {
            new SummaryText(terminal()).print(verdicts);
        }
    }

    private static List<CheckResult> check(Target target) {
        Operations runs = new Operations(target.wiring());
        List<CheckResult> results =
                target.database().replicas().stream().map(runs::check).toList();
        results.forEach(target.wiring().past()::keep);
        results.forEach(target.wiring().notifier().checks()::accept);
        return results;
    }
}
