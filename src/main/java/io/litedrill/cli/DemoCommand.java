package io.litedrill.cli;

import io.litedrill.app.Application;
import io.litedrill.app.Configuration;
import io.litedrill.app.DaemonSettings;
import io.litedrill.app.DemoFolder;
import io.litedrill.app.DemoWeek;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.app.Operations;
import io.litedrill.app.UsageException;
import io.litedrill.cli.DemoReport.Seen;
import io.litedrill.daemon.Daemon;
import io.litedrill.daemon.ResultPublisher;
import io.litedrill.http.ApiSettings;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.schedule.RunIds;
import io.litedrill.schedule.SchedulerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code litedrill demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Show Litedrill at work on sample replicas.",
        description =
                "Runs the daemon on three sample replicas, written by real Litestream, one of them broken. Works in a"
                        + " temporary folder that is deleted afterwards, and changes no other files.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:completed, although one of the samples is critical"},
        footer = {"", "  litedrill demo", "  litedrill demo --once"})
final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Session session;

    @Option(names = "--once", description = "Run one check and one drill of each sample, without the daemon.")
    private boolean once;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, UsageException, InterruptedException {
        StopSignal stop = StopSignal.listen();
        try (DemoFolder demo = DemoFolder.before(session.clock().instant())) {
            int port = freePort();
            if (once) {
                demo.growTo(session.clock().instant());
            } else {
                report(demo).announce(port);
                DemoWeek.replay(demo, session.runtime());
            }
            report(demo).introduce(demo.folder());
            Configuration config = demo.configuration(port, session.runtime());
            try (Application wiring = config.application(session.terminal()::note)) {
                if (once) {
                    report(demo).print(once(wiring));
                    report(demo).end();
                } else {
                    stay(demo, config, wiring, stop);
                }
            }
        }
        return ExitCodes.OK;
    }

    private DemoReport report(DemoFolder demo) {
        // commands on copies that are deleted before they could be typed would mislead
        Terminal terminal =
                session.terminal().typing(once ? TypedCommands.PLAIN : TypedCommands.onFolders(demo.replicas()));
        return new DemoReport(terminal, session.clock().instant());
    }

    private List<Seen> once(Application wiring) {
        Operations runs = new Operations(wiring);
        RunIds ids = new RunIds(session.clock());
        return wiring.databases().stream()
                .flatMap(database -> database.replicas().stream())
                .map(replica -> new Seen(
                        runs.check(replica), runs.drill(replica, ids.next(), new Point.Newest(), RestoreListener.NONE)))
                .toList();
    }

    private void stay(DemoFolder demo, Configuration config, Application wiring, StopSignal stop)
            throws UsageException, InterruptedException {
        List<MonitoredDatabase> databases = config.monitored(wiring);
        SchedulerSettings atOnce = new SchedulerSettings(2, 1, PATIENCE, PATIENCE, Duration.ZERO);
        ApiSettings api = config.daemon(Version.number()).api();
        try (Daemon daemon = new Daemon(new DaemonSettings(Version.number(), api, atOnce), databases, wiring)) {
            Instant start = session.clock().instant();
            int port = daemon.start();
            if (awaitAll(daemon, databases, stop, start)) {
                report(demo).print(seen(daemon, databases, start));
                report(demo).invite(port, demo.replicas());
                stop.await();
            }
        }
    }

    /** Waits until each replica has a check and a drill, or for the timeout. Returns false after a request to stop. */
    private static boolean awaitAll(Daemon daemon, List<MonitoredDatabase> databases, StopSignal stop, Instant start)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean stopped = false;
        while (!stopped && seen(daemon, databases, start).size() < databases.size() && System.nanoTime() < deadline) {
            stopped = stop.await(GLANCE);
        }
        return !stopped;
    }

    private static List<Seen> seen(Daemon daemon, List<MonitoredDatabase> databases, Instant start) {
        ResultPublisher results = daemon.results();
        return databases.stream()
                .flatMap(database -> database.replicas().stream())
                .flatMap(replica -> seen(results, replica, start).stream())
                .toList();
    }

    /** Returns the results of this daemon, not those of the week before it. */
    private static Optional<Seen> seen(ResultPublisher results, MonitoredReplica replica, Instant start) {
        return results.latestCheck(replica.id())
                .filter(check -> !check.run().at().isBefore(start))
                .flatMap(check -> results.latestDrill(replica.id())
                        .filter(drill -> !drill.run().startedAt().isBefore(start))
                        .map(drill -> new Seen(check, drill)));
    }

    /** Returns the default port, so that the examples of the documentation work; another free one if it is in use. */
    private static int freePort() throws IOException {
        try {
            return freePort(ApiSettings.DEFAULT_PORT);
        } catch (IOException taken) {
            return freePort(0);
        }
    }

    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
