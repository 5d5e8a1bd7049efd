package io.litedrill.cli;

import io.litedrill.app.Configuration;
import io.litedrill.app.UsageException;
import io.litedrill.app.Wording;
import io.litedrill.check.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Implements {@code litedrill config}, the parent of its subcommands. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Validate or show the configuration.",
        description = "Validates or shows the configuration.",
        synopsisSubcommandLabel = "(validate | show)",
        footer = {"", "  litedrill config validate", "  litedrill config show"})
final class ConfigCommand {
    @ParentCommand
    private RootCommand root = new RootCommand();

    private Configuration load(Session session) throws UsageException {
        return Configuration.load(root.runtime(session), root.config()).searched();
    }

    /** Implements {@code litedrill config validate}. */
    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Reports all problems of the configuration, each with its file, line and key.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:valid; warnings are printed to stderr",
                " 1:valid, with warnings (--strict)",
                "64:invalid, or a setting destroys backups"
            },
            footer = {"", "  litedrill config validate -c litedrill.yml --strict"})
    static final class Validate implements Callable<Integer> {
        private final Session session;

        @ParentCommand
        private ConfigCommand parent = new ConfigCommand();

        @Option(names = "--strict", description = "Exit with 1 when there are warnings.")
        private boolean strict;

        Validate(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws UsageException {
            if (parent.root.json()) {
                throw new UsageException("--json: config validate has no JSON form; config show has");
            }
            Configuration configuration = parent.load(session);
            configuration.faults().forEach(fault -> session.terminal().note(configuration.file() + ": " + fault));
            configuration.warnings().forEach(warning -> session.terminal().note("warning: " + warning));
            if (!configuration.faults().isEmpty()) {
                return ExitCodes.USAGE;
            }
            session.terminal()
                    .line(configuration.file() + ": ok, " + Wording.count(configuration.databaseCount(), "database")
                            + ", " + Wording.count(configuration.replicaCount(), "replica"));
            return strict && !configuration.warnings().isEmpty() ? ExitCodes.WARNING : ExitCodes.OK;
        }
    }

    /** Implements {@code litedrill config show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {" 0:printed"},
            description =
                    "Shows the effective configuration, defaults included, as a litedrill.yml. Secrets are hidden.",
            footer = {"", "  litedrill config show -c /etc/litestream.yml"})
    static final class Show implements Callable<Integer> {
        private final Session session;

        @ParentCommand
        private ConfigCommand parent = new ConfigCommand();

        /** The script of {@code litedrill completion} reads the names that a shell takes as they are. */
        @Option(names = "--names", hidden = true, description = "Print the names of the databases alone.")
        private boolean names;

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws UsageException {
            Configuration configuration = parent.load(session);
            if (names) {
                configuration.databaseNames().stream()
                        .filter(name -> Format.quoted(name).equals(name))
                        .forEach(session.terminal()::line);
            } else if (parent.root.json()) {
                session.terminal().out().println(configuration.json().pretty());
            } else {
                session.terminal().out().print(configuration.printed());
            }
            return ExitCodes.OK;
        }
    }
}
