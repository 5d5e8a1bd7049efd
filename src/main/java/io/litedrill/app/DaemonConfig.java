package io.litedrill.app;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.DatabaseSettings;
import io.litedrill.config.DrillTimes;
import io.litedrill.config.LimitsConfig;
import io.litedrill.config.Secret;
import io.litedrill.config.ServerConfig;
import io.litedrill.config.TokenConfig;
import io.litedrill.http.ApiSettings;
import io.litedrill.http.BearerToken;
import io.litedrill.http.Role;
import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.SchedulerSettings;
import io.litedrill.schedule.Timing;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Converts a configuration to the settings of the daemon. */
public final class DaemonConfig {
    private DaemonConfig() {}

    /** Returns the listen address, the tokens and the limits on parallel runs. */
    public static DaemonSettings settings(Config config, String version) throws ConfigException {
        try {
            return new DaemonSettings(version, api(config.server()), scheduler(config.limits()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(config.file() + ": " + e.getMessage());
        }
    }

    private static ApiSettings api(ServerConfig server) {
        return new ApiSettings(
                server.host(),
                server.port(),
                server.tokens().stream().map(DaemonConfig::token).toList(),
                server.metricsToken().map(secret -> BearerToken.of("metrics", Role.VIEWER, secret.value())),
                server.folders().restore());
    }

    private static BearerToken token(TokenConfig token) {
        Role role = Role.valueOf(token.role().name());
        return token.sha256()
                .map(hash -> BearerToken.hashed(token.name(), role, hash))
                .orElseGet(() -> BearerToken.of(
                        token.name(), role, token.secret().map(Secret::value).orElse("")));
    }

    private static SchedulerSettings scheduler(LimitsConfig limits) {
        return new SchedulerSettings(
                limits.parallelChecks(),
                limits.parallelDrills(),
                limits.checkTimeout(),
                limits.drillTimeout(),
                SchedulerSettings.DEFAULTS.catchUpStep());
    }

    /**
     * Returns the databases with the times of their checks, drills and scrubs.
     *
     * @param wiring the object graph of the same configuration
     */
    public static List<MonitoredDatabase> databases(Config config, Application wiring) throws ConfigException {
        List<MonitoredDatabase> databases = new ArrayList<>();
        for (int i = 0; i < config.databases().size(); i++) {
            DatabaseConfig database = config.databases().get(i);
            databases.add(MonitoredDatabase.of(wiring.databases().get(i), timing(config, database)));
        }
        return databases;
    }

    static Timing timing(Config config, DatabaseConfig database) throws ConfigException {
        try {
            DatabaseSettings settings = database.settings();
            return new Timing(
                    new Cadence.Every(settings.checkInterval()),
                    cadence(settings.drills()),
                    cadence(settings.scrubs()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(config.file() + ": " + database.name() + ": " + e.getMessage());
        }
    }

    private static Cadence cadence(DrillTimes times) {
        if (times instanceof DrillTimes.Cron cron) {
            return new Cadence.Cron(cron.expression(), ZoneId.systemDefault(), cron.jitter());
        }
        return new Cadence.Every(((DrillTimes.Every) times).interval());
    }
}
