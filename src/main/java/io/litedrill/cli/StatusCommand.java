package io.litedrill.cli;

import io.litedrill.app.DatabaseStatus;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.StatusReader;
import io.litedrill.app.Target;
import io.litedrill.app.Targets;
import io.litedrill.app.UsageException;
import io.litedrill.check.DatabaseVerdict;
import io.litedrill.check.Verdict;
import io.litedrill.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Implements {@code litedrill status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Show checks, drills and proofs from the history.",
        description = {
            "Shows what is known of each database: its last check and drill, the newest proved state, the time that a"
                    + " restore takes, and the next drill. Reads the history that checks and drills write, and no"
                    + " replica.",
            "",
            "The verdict is ok only after a recent check without findings and a passed drill within"
                    + " drill.expected_age. Without a proof it is unknown."
        },
        exitCodeListHeading = "%nExit codes (the worst of all databases; compatible with Nagios plug-ins):%n",
        exitCodeList = {
            " 0:ok",
            " 1:warning: restorable, with a problem to repair",
            " 2:critical: data would be lost, or the last drill failed",
            " 3:unknown: not checked lately, or no proof"
        },
        footer = {
            "",
            "  litedrill status",
            "  litedrill status app --json",
            "  litedrill status --only critical,unknown"
        })
final class StatusCommand implements Callable<Integer> {
    private final Session session;

    @ParentCommand
    private RootCommand root = new RootCommand();

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "The databases to show. Default: every configured database.")
    private List<String> targets = List.of();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws UsageException {
        Terminal terminal = session.terminal().typing(TypedCommands.with(root.config()));
        try (Targets resolver = new Targets(root.runtime(session), root.config(), false, terminal::note)) {
            List<Target> all = resolver.of(targets);
            return show(terminal, all, resolver.monitored(all));
        }
    }

    private int show(Terminal terminal, List<Target> all, List<MonitoredDatabase> databases) {
        List<DatabaseStatus> shown = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < databases.size(); i++) {
            List<DatabaseStatus> replicas = new StatusReader(all.get(i).wiring()).of(databases.get(i));
            verdicts.add(DatabaseVerdict.of(
                    replicas.stream().map(each -> each.judgement().verdict()).toList()));
            replicas.stream()
                    .filter(each -> selection.shows(each.judgement().verdict()))
                    .forEach(shown::add);
        }
        print(terminal, shown, verdicts);
        return ExitCodes.ofDatabases(verdicts);
    }

    private void print(Terminal terminal, List<DatabaseStatus> shown, List<Verdict> verdicts) {
        if (root.json()) {
            terminal.out()
                    .println(JsonObject.pretty(
                            shown.stream().map(DatabaseStatus::json).toList()));
            return;
        }
        new StatusText(terminal, session.clock().instant()).print(shown);
        if (selection.summarizes(verdicts)) {
            new SummaryText(terminal).print(verdicts);
        }
    }
}
