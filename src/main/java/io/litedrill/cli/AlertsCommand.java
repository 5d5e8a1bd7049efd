package io.litedrill.cli;

import io.litedrill.app.RuleFile;
import io.litedrill.app.UsageException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code litedrill alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Print the alert rules for Prometheus.",
        description =
                "Prints the alert rules for Prometheus. They serve every database; nothing in them has to be changed.",
        footer = {
            "",
            "  litedrill alerts > litedrill.rules.yml",
            "  litedrill alerts --runbooks https://git.example.org/docs/runbooks"
        })
final class AlertsCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--runbooks",
            paramLabel = "URL",
            description =
                    "The URL of your copy of docs/runbooks. Each alert then links to its page; without it, runbook_url "
                            + "holds the path of the page in Litedrill's repository.")
    private Optional<String> runbooks = Optional.empty();

    AlertsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws UsageException {
        String rules = runbooks.isPresent() ? RuleFile.withRunbooks(runbooks.get()) : RuleFile.shipped();
        session.terminal().out().print(rules);
        return ExitCodes.OK;
    }
}
