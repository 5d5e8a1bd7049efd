package io.litedrill.cli;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code litedrill serve}: looks after every database of the configuration until it is told to stop. */
@Command(
        name = "serve",
        description =
                "Watch every database of the configuration: check, drill, metrics and API, until SIGTERM or Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A litedrill.yml or a litestream.yml.")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Environment environment = Environment.ofProcess();
        ConfigLoader loader = new ConfigLoader(environment);
        Config config = loader.load(loader.find(file));
        config.warnings().forEach(LOG::warn);
        StopSignal stop = StopSignal.listen();
        try (Wiring wiring = Wiring.of(config, Surroundings.of(environment, InstantSource.system()), LOG::error)) {
            serve(config, wiring, stop);
        }
        LOG.info("stopped");
        return 0;
    }

    private static void serve(Config config, Wiring wiring, StopSignal stop)
            throws ConfigException, InterruptedException {
        List<Guarded> databases = DaemonConfig.databases(config, wiring);
        try (Daemon daemon = new Daemon(DaemonConfig.settings(config, Version.name()), databases, wiring)) {
            int port = start(daemon);
            LOG.info(
                    "listening on http://{}:{}, watching {} databases ({} replicas) of {}",
                    config.server().host(),
                    port,
                    databases.size(),
                    databases.stream()
                            .mapToInt(database -> database.wards().size())
                            .sum(),
                    config.file());
            stop.await();
            LOG.info("told to stop; what runs gets up to {} s to end", Daemon.GRACE.toSeconds());
        }
    }

    private static int start(Daemon daemon) throws ConfigException {
        try {
            return daemon.start();
        } catch (IllegalStateException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
