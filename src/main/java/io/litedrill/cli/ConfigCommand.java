package io.litedrill.cli;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.ConfigPrinter;
import io.litedrill.config.DatabaseConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code litedrill config}: the commands below it. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tests or shows the configuration.",
        synopsisSubcommandLabel = "(validate | show)")
final class ConfigCommand {
    @ParentCommand
    private RootCommand root = new RootCommand();

    private Config load(Session session) throws ConfigException, UsageException {
        if (root.json()) {
            throw new UsageException("--json: config has no JSON form");
        }
        ConfigLoader loader = new ConfigLoader(session.environment());
        Config config = loader.load(loader.find(root.config()));
        // whether an assertion is one statement that reads is known to what runs it alone
        for (DatabaseConfig database : config.databases()) {
            PlainSettings.expectations(database.name(), database.settings().verify());
        }
        return config;
    }

    /** {@code litedrill config validate}. */
    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Says all that is wrong with the configuration, each problem with its file, line and key.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {" 0:it can be used; warnings are on stderr", "64:it cannot"},
            footer = {"", "  litedrill config validate -c litedrill.yml"})
    static final class Validate implements Callable<Integer> {
        private final Session session;

        @ParentCommand
        private ConfigCommand parent = new ConfigCommand();

        Validate(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws ConfigException, UsageException {
            Config config = parent.load(session);
            long replicas = config.databases().stream()
                    .mapToLong(database -> database.replicas().size())
                    .sum();
            config.warnings().forEach(warning -> session.terminal().note("warning: " + warning));
            session.terminal()
                    .line(config.file() + ": ok, " + config.databases().size() + " databases, " + replicas
                            + " replicas");
            return ExitCodes.OK;
        }
    }

    /** {@code litedrill config show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows what holds, defaults included, as a litedrill.yml. Secrets are hidden.",
            footer = {"", "  litedrill config show -c /etc/litestream.yml"})
    static final class Show implements Callable<Integer> {
        private final Session session;

        @ParentCommand
        private ConfigCommand parent = new ConfigCommand();

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws ConfigException, UsageException {
            session.terminal().out().print(ConfigPrinter.print(parent.load(session)));
            return ExitCodes.OK;
        }
    }
}
