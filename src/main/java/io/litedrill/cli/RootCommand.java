package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Defines the command {@code litedrill} and the options that all commands share. */
@Command(
        name = "litedrill",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Proves that Litestream backups of SQLite restore.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes of all commands:%n",
        exitCodeList = {"64:wrong usage or configuration", "70:internal error", "  :others: litedrill COMMAND --help"},
        footer = {
            "",
            "TARGET is the name or the live path of a configured database, or a replica:",
            "s3://BUCKET/PATH?endpoint=..., file:///PATH, or a folder.",
            "",
            "  litedrill check                      every configured database",
            "  litedrill check /backups/app.db      a replica in a folder, unconfigured",
            "  litedrill restore app -o app.db      the newest state, to a new file",
            "",
            "litedrill help COMMAND shows the options and examples of a command."
        })
final class RootCommand {
    @Option(
            names = {"-c", "--config"},
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "A litedrill.yml or a litestream.yml. Default: the first of ./litedrill.yml, /etc/litedrill.yml, "
                            + "$LITESTREAM_CONFIG, /etc/litestream.yml that exists.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--no-expand-env",
            scope = ScopeType.INHERIT,
            description = "Do not replace variables in a litestream.yml, as Litestream's option of this name.")
    private boolean literal;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log each step to stderr, list the files of plans, and print stack traces.")
    private boolean verbose;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            description = "Use colours: ${COMPLETION-CANDIDATES}. Default: on a terminal, unless NO_COLOR is set.")
    @SuppressWarnings("UnusedVariable") // picocli validates it; ColourChoice.of reads it before that
    private ColourChoice colour = ColourChoice.AUTO;

    Optional<Path> config() {
        return config;
    }

    /** Returns the environment to read the configuration in. */
    RuntimeEnvironment runtime(Session session) {
        RuntimeEnvironment runtime = session.runtime().naming(config);
        return literal ? runtime.withoutExpansion() : runtime;
    }

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }
}
