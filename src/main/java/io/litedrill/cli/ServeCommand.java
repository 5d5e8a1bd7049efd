package io.litedrill.cli;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.ServerConfig.Folders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code litedrill serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Watches every database of the configuration: checks and drills them when due, and tells over HTTP what it found "
                        + "(metrics for Prometheus, and the API), until SIGTERM or Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:told to stop, and stopped"},
        footer = {"", "  litedrill serve -c /etc/litedrill.yml"})
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private static final Duration SIGNALS_READ_EVERY = Duration.ofMillis(200);
    private static final Duration NEW_DATABASES_EVERY = Duration.ofMinutes(1);

    private final Session session;

    @ParentCommand
    private RootCommand root = new RootCommand();

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        DaemonLog.tell();
        ConfigLoader loader = new ConfigLoader(session.environment());
        Config config = loader.load(loader.find(root.config()));
        config.warnings().forEach(LOG::warn);
        StopSignal stop = StopSignal.listen();
        stop.listenForReload();
        try (Wiring wiring = Wiring.of(config, session.surroundings(), LOG::error)) {
            serve(config, wiring, stop);
        }
        LOG.info("stopped");
        return ExitCodes.OK;
    }

    private void serve(Config config, Wiring wiring, StopSignal stop) throws ConfigException, InterruptedException {
        List<Guarded> databases = DaemonConfig.databases(config, wiring);
        try (Daemon daemon = new Daemon(DaemonConfig.settings(config, Version.number()), databases, wiring)) {
            int port = start(daemon);
            LOG.info(
                    "listening on http://{}:{}, watching {} databases ({} replicas) of {}, {}",
                    config.server().host(),
                    port,
                    databases.size(),
                    databases.stream()
                            .mapToInt(database -> database.wards().size())
                            .sum(),
                    config.file(),
                    kept(config.server().folders()));
            follow(new Reconfiguration(session.environment(), wiring, daemon, config), stop);
            LOG.info("told to stop; what runs gets up to {} s to end", Daemon.GRACE.toSeconds());
        }
    }

    /** Reads the configuration again when it is asked to, and looks for new databases, until the process is told to stop. */
    private static void follow(Reconfiguration configuration, StopSignal stop) throws InterruptedException {
        long searched = System.nanoTime();
        while (!stop.await(SIGNALS_READ_EVERY)) {
            if (stop.reloadWanted()) {
                configuration.reload();
            } else if (System.nanoTime() - searched > NEW_DATABASES_EVERY.toNanos()) {
                configuration.findNew();
                searched = System.nanoTime();
            }
        }
    }

    /** The folders that it writes to, by which a mistaken home is seen at once. */
    static String kept(Folders folders) {
        String scratch = folders.scratch().startsWith(folders.home()) ? "" : ", scratch " + folders.scratch();
        return "home " + folders.home() + scratch;
    }

    private static int start(Daemon daemon) throws ConfigException {
        try {
            return daemon.start();
        } catch (IllegalStateException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
