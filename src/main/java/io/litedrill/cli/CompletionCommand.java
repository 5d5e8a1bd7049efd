package io.litedrill.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code litedrill completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Print a script that completes commands, options and databases.",
        description =
                "Prints a script for the shell. To use it in the current shell: source <(litedrill completion bash)",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:printed"},
        footer = {
            "",
            "  litedrill completion bash",
            "  litedrill completion zsh",
        })
final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    /** Names the shells. Picocli writes one script for both. */
    enum Shell {
        /** GNU Bash. */
        BASH("~/.bashrc"),
        /** Z shell. */
        ZSH("~/.zshrc");

        private final String startFile;

        Shell(String startFile) {
            this.startFile = startFile;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PrintStream out = session.terminal().out();
        out.println(
                "# For every new shell, add to " + shell.startFile + ": source <(litedrill completion " + shell + ")");
        out.print(DatabaseCompletion.addTo(
                AutoComplete.bash("litedrill", spec.root().commandLine()), spec.root()));
        return ExitCodes.OK;
    }
}
