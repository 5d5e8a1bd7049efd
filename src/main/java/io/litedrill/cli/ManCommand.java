package io.litedrill.cli;

import io.litedrill.app.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code litedrill man}. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Print a manual page.",
        description =
                "Prints the manual page of a command, in the format of man(7). To read it: litedrill man restore | man"
                        + " -l -",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:printed"},
        footer = {
            "",
            "  litedrill man",
            "  litedrill man restore",
            "  litedrill man config validate",
        })
final class ManCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, such as restore or config validate. Default: the page of litedrill itself.")
    private List<String> words = List.of();

    ManCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws UsageException {
        CommandSpec command = spec.root();
        for (String word : words) {
            command = Optional.ofNullable(command.subcommands().get(word))
                    .orElseThrow(() -> new UsageException("man: there is no command " + String.join(" ", words)
                            + ". List of commands: litedrill --help"))
                    .getCommandSpec();
        }
        session.terminal().out().print(new ManPage(command).text());
        return ExitCodes.OK;
    }
}
