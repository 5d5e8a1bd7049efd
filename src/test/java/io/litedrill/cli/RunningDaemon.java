package io.litedrill.cli;

import io.litedrill.app.Application;
import io.litedrill.app.Configuration;
import io.litedrill.app.DaemonConfig;
import io.litedrill.app.DaemonSettings;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.app.UsageException;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import io.litedrill.config.ServerConfig;
import io.litedrill.daemon.Daemon;
import io.litedrill.daemon.Reconfiguration;
import io.litedrill.daemon.ResultPublisher;
import io.litedrill.history.KeptAttempt;
import io.litedrill.http.ApiSettings;
import io.litedrill.http.BearerToken;
import io.litedrill.http.Role;
import io.litedrill.schedule.ActiveRun;
import io.litedrill.schedule.SchedulerSettings;
import io.litedrill.storage.StorageListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon in this process, on any free port. */
public final class RunningDaemon implements AutoCloseable {
    public static final Duration CHECK_LIMIT = Duration.ofSeconds(2);
    public static final String TOKEN = "a-token-for-tests";
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Application wiring;
    private final Daemon daemon;
    private final Http http;

    private RunningDaemon(Application wiring, Daemon daemon) {
        this.wiring = wiring;
        this.daemon = daemon;
        this.http = new Http(daemon.start(), TOKEN);
    }

    /** Starts a daemon with its home and its other folders below this one. */
    public static RunningDaemon below(Path folder, MonitoredDatabase... databases) throws ConfigException {
        ServerConfig.Folders folders = new ServerConfig.Folders(folder.resolve("home"), scratch(folder));
        ServerConfig server = new ServerConfig(ApiSettings.DEFAULTS, folders, SchedulerSettings.DEFAULTS);
        Config nothing = new Config(folder, server, List.of(), List.of());
        Environment environment = new Environment(Map.of(), folder, folder);
        Application wiring =
                Application.of(nothing, RuntimeEnvironment.of(environment, InstantSource.system()), text -> {});
        return new RunningDaemon(wiring, new Daemon(settings(folder.resolve("restored")), List.of(databases), wiring));
    }

    /** Starts a daemon like {@code serve}, for a folder with a litedrill.yml whose {@code listen} has port 0. */
    public static RunningDaemon of(Path folder) throws ConfigException {
        return of(folder, StorageListener.NONE);
    }

    /** Starts a daemon that also reports every request to a store. */
    public static RunningDaemon of(Path folder, StorageListener storage) throws ConfigException {
        Environment environment = new Environment(Map.of(), folder, folder);
        Config config = new ConfigLoader(environment).load(folder.resolve("litedrill.yml"));
        Application wiring = Application.of(
                config, new RuntimeEnvironment(environment, InstantSource.system(), storage), text -> {});
        return new RunningDaemon(
                wiring,
                new Daemon(DaemonConfig.settings(config, "test"), DaemonConfig.databases(config, wiring), wiring));
    }

    private static DaemonSettings settings(Path restored) {
        return new DaemonSettings(
                "test",
                new ApiSettings(
                        "127.0.0.1", 0, List.of(BearerToken.of("test", Role.RESTORER, TOKEN)), Optional.of(restored)),
                new SchedulerSettings(2, 2, CHECK_LIMIT, Duration.ofMinutes(1), Duration.ZERO));
    }

    public static Path scratch(Path folder) {
        return folder.resolve("scratch");
    }

    /** Reads the litedrill.yml of the folder again, like {@code serve} after SIGHUP. */
    public Reconfiguration reconfiguration(Path folder) throws UsageException {
        RuntimeEnvironment runtime =
                RuntimeEnvironment.of(new Environment(Map.of(), folder, folder), InstantSource.system());
        return new Reconfiguration(
                wiring, daemon, Configuration.load(runtime, Optional.of(folder.resolve("litedrill.yml"))));
    }

    public Http http() {
        return http;
    }

    public ResultPublisher results() {
        return daemon.results();
    }

    /** Returns the requests for restores, newest first. */
    public List<KeptAttempt> attempts() {
        return wiring.past().history().orElseThrow().attempts(100);
    }

    /** Stops the daemon, and returns the runs that did not end in time. */
    public List<ActiveRun> stop() {
        List<ActiveRun> left = daemon.close(GRACE);
        wiring.close();
        return left;
    }

    @Override
    public void close() {
        stop();
    }
}
