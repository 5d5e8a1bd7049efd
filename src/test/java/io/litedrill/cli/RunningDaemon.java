package io.litedrill.cli;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import io.litedrill.config.LimitsConfig;
import io.litedrill.config.ServerConfig;
import io.litedrill.history.KeptAttempt;
import io.litedrill.http.ApiSettings;
import io.litedrill.http.BearerToken;
import io.litedrill.http.Role;
import io.litedrill.schedule.ActiveRun;
import io.litedrill.schedule.SchedulerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon in this process, on any free port. */
final class RunningDaemon implements AutoCloseable {
    static final Duration CHECK_LIMIT = Duration.ofSeconds(2);
    static final String TOKEN = "a-token-for-tests";
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Wiring wiring;
    private final Daemon daemon;
    private final Http http;

    private RunningDaemon(Wiring wiring, Daemon daemon) {
        this.wiring = wiring;
        this.daemon = daemon;
        this.http = new Http(daemon.start(), TOKEN);
    }

    /** Starts one with its home and its other folders below this one. */
    static RunningDaemon below(Path folder, Guarded... databases) throws ConfigException {
        ServerConfig.Folders folders = new ServerConfig.Folders(
                folder.resolve("home"), scratch(folder), Optional.of(folder.resolve("restored")));
        Config nothing = new Config(
                folder,
                new ServerConfig("127.0.0.1", 0, List.of(), folders),
                LimitsConfig.DEFAULTS,
                List.of(),
                List.of());
        Environment environment = new Environment(Map.of(), folder, folder);
        Wiring wiring = Wiring.of(nothing, Surroundings.of(environment, InstantSource.system()), text -> {});
        return new RunningDaemon(wiring, new Daemon(settings(folders), List.of(databases), wiring));
    }

    /** Starts one as {@code serve} does, of a folder with a litedrill.yml whose {@code listen} names port 0. */
    static RunningDaemon of(Path folder) throws ConfigException {
        Environment environment = new Environment(Map.of(), folder, folder);
        Config config = new ConfigLoader(environment).load(folder.resolve("litedrill.yml"));
        Wiring wiring = Wiring.of(config, Surroundings.of(environment, InstantSource.system()), text -> {});
        return new RunningDaemon(
                wiring,
                new Daemon(DaemonConfig.settings(config, "test"), DaemonConfig.databases(config, wiring), wiring));
    }

    private static DaemonSettings settings(ServerConfig.Folders folders) {
        return new DaemonSettings(
                "test",
                new ApiSettings(
                        "127.0.0.1", 0, List.of(BearerToken.of("test", Role.RESTORER, TOKEN)), folders.restore()),
                new SchedulerSettings(2, 2, CHECK_LIMIT, Duration.ofMinutes(1), Duration.ZERO));
    }

    static Path scratch(Path folder) {
        return folder.resolve("scratch");
    }

    /** Reads the litedrill.yml of the folder again, as SIGHUP makes {@code serve} do. */
    Reconfiguration reconfiguration(Path folder) throws ConfigException {
        Environment environment = new Environment(Map.of(), folder, folder);
        Config config = new ConfigLoader(environment).load(folder.resolve("litedrill.yml"));
        return new Reconfiguration(environment, wiring, daemon, config);
    }

    Http http() {
        return http;
    }

    Results results() {
        return daemon.results();
    }

    /** Who asked for restores, newest first. */
    List<KeptAttempt> attempts() {
        return wiring.past().history().orElseThrow().attempts(100);
    }

    /** What did not stop in time. */
    List<ActiveRun> stop() {
        List<ActiveRun> left = daemon.close(GRACE);
        wiring.close();
        return left;
    }

    @Override
    public void close() {
        stop();
    }
}
