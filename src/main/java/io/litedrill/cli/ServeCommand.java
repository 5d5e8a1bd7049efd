package io.litedrill.cli;

import io.litedrill.app.Application;
import io.litedrill.app.Configuration;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.app.UsageException;
import io.litedrill.app.Wording;
import io.litedrill.daemon.Daemon;
import io.litedrill.daemon.DiscoveryThread;
import io.litedrill.daemon.ProgramWatch;
import io.litedrill.daemon.Reconfiguration;
import io.litedrill.daemon.ServiceManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Implements {@code litedrill serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Monitor every database until stopped.",
        description =
                "Monitors every configured database: checks and drills it when due, and serves the results over HTTP "
                        + "(metrics for Prometheus, and the API), until SIGTERM or Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:stopped on request", "70:ended because its jar was overwritten"},
        footer = {"", "  litedrill serve -c /etc/litedrill.yml"})
final class ServeCommand implements Callable<Integer> {
    private static final Duration SIGNALS_READ_EVERY = Duration.ofMillis(200);
    private static final Duration PROGRAM_READ_EVERY = Duration.ofSeconds(1);
    private static final Duration LAST_RESORT = Duration.ofSeconds(2);
    private static final Duration NEW_DATABASES_EVERY = Duration.ofMinutes(1);

    private final Session session;

    @ParentCommand
    private RootCommand root = new RootCommand();

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws UsageException, InterruptedException {
        DaemonLogging.tell();
        RuntimeEnvironment runtime = root.runtime(session);
        // other users of the API have other working folders
        Configuration configuration = Configuration.load(
                runtime.naming(root.config().map(file -> runtime.folder().resolve(file))), root.config());
        configuration.warnings().forEach(log()::warn);
        StopSignal stop = StopSignal.listen();
        stop.listenForReload();
        ProgramWatch program = ProgramWatch.ofProcess();
        int code = explained(program, () -> {
            try (Application application = configuration.application(log()::error)) {
                return serve(configuration, application, stop, program);
            }
        });
        log().info("stopped");
        return code;
    }

    /** A part of this command. It returns an exit code. */
    private interface Part {
        int run() throws UsageException, InterruptedException;
    }

    /** Runs a part. If the jar is not what it was at the start, an error is a result of that, and is not thrown. */
    private static int explained(ProgramWatch program, Part part) throws UsageException, InterruptedException {
        try {
            return part.run();
        } catch (RuntimeException | Error e) {
            Optional<Path> written = program.written();
            if (written.isEmpty()) {
                throw e;
            }
            return overwritten(written.get(), " (" + e + ")");
        }
    }

    private int serve(Configuration configuration, Application application, StopSignal stop, ProgramWatch program)
            throws UsageException, InterruptedException {
        List<MonitoredDatabase> databases = configuration.monitored(application);
        try (Daemon daemon = daemon(configuration, databases, application)) {
            // on an error, the reason is logged and the last resort prepared before the daemon is closed
            return explained(program, () -> {
                ServiceManager systemd =
                        new ServiceManager(root.runtime(session).nonEmpty("NOTIFY_SOCKET"));
                announce(configuration, start(daemon), databases.size(), systemd);
                int code = searching(new Reconfiguration(application, daemon, configuration), stop, program);
                systemd.stopping();
                log().info("stopping; running jobs have up to {} s to end", Daemon.GRACE.toSeconds());
                return code;
            });
        }
    }

    private static void announce(Configuration configuration, int port, int databases, ServiceManager systemd) {
        log().info(
                        "listening on {}://{}:{}, watching {} ({}) of {}, {}",
                        configuration.scheme(),
                        configuration.host(),
                        port,
                        Wording.count(databases, "database"),
                        Wording.count(configuration.replicaCount(), "replica"),
                        configuration.file(),
                        configuration.folders());
        systemd.ready("watching " + Wording.count(databases, "database") + " on port " + port);
    }

    private static int searching(Reconfiguration configuration, StopSignal stop, ProgramWatch program)
            throws InterruptedException {
        DiscoveryThread search = new DiscoveryThread(configuration);
        try {
            return follow(configuration, stop, program);
        } finally {
            search.close();
        }
    }

    /**
     * Reloads the configuration on request, and searches for new databases, until the process receives a signal to
     * stop, or can load no further classes.
     *
     * @return the exit code
     */
    private static int follow(Reconfiguration configuration, StopSignal stop, ProgramWatch program)
            throws InterruptedException {
        long searched = System.nanoTime();
        long watched = searched;
        while (!stop.await(SIGNALS_READ_EVERY)) {
            if (System.nanoTime() - watched > PROGRAM_READ_EVERY.toNanos()) {
                watched = System.nanoTime();
                Optional<Path> overwritten = program.overwritten();
                if (overwritten.isPresent()) {
                    return overwritten(overwritten.get(), "");
                }
            }
            if (stop.reloadWanted()) {
                configuration.reload();
            } else if (System.nanoTime() - searched > NEW_DATABASES_EVERY.toNanos()) {
                configuration.findNew();
                searched = System.nanoTime();
            }
            configuration.applyPending();
        }
        return ExitCodes.OK;
    }

    /**
     * Says why the daemon ends, and makes sure that it does.
     *
     * @param failure the error that this explains, which is not thrown; empty without one
     */
    private static int overwritten(Path jar, String failure) {
        ProgramWatch.endProcess(ExitCodes.INTERNAL, Daemon.GRACE.plus(LAST_RESORT));
        // without arguments, as these need more classes
        log().error(jar + " was overwritten while this process runs from it, and Java can load no further class"
                + failure + ". The daemon ends with exit code " + ExitCodes.INTERNAL
                + "; start it again. To replace the file, rename a new one over it");
        return ExitCodes.INTERNAL;
    }

    private static Daemon daemon(
            Configuration configuration, List<MonitoredDatabase> databases, Application application)
            throws UsageException {
        try {
            return new Daemon(configuration.daemon(Version.number()), databases, application);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static int start(Daemon daemon) throws UsageException {
        try {
            return daemon.start();
        } catch (IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the logger. It is no field, since the help creates this command, and would then set up the logging. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServeCommand.class);
    }
}
