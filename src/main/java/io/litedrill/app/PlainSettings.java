package io.litedrill.app;

import io.litedrill.check.Objectives;
import io.litedrill.config.ConfigException;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.DatabaseSettings;
import io.litedrill.config.DeepConfig;
import io.litedrill.config.DrillPoint;
import io.litedrill.config.HistoryConfig;
import io.litedrill.config.NotifyConfig;
import io.litedrill.config.ObjectivesConfig;
import io.litedrill.config.RestoreHooks;
import io.litedrill.config.Secret;
import io.litedrill.config.ServerConfig;
import io.litedrill.config.VerifyConfig;
import io.litedrill.config.Words;
import io.litedrill.config.WriterConfig;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.hook.HookCommand;
import io.litedrill.notify.Recipients;
import io.litedrill.recover.Hooks;
import io.litedrill.replica.WriterSettings;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.DataTests;
import io.litedrill.verify.Expect;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Freshness;
import io.litedrill.verify.OwnCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Converts the configuration to the value types of the lower packages. */
public final class PlainSettings {
    /** The default snapshot interval of Litestream 0.5. Litestream 0.3 takes no periodic snapshots by default. */
    private static final Duration LTX_SNAPSHOT_INTERVAL = Duration.ofHours(24);

    private PlainSettings() {}

    /**
     * Opens the history that the configuration names.
     *
     * @throws HistoryException when it cannot be opened
     */
    static HistoryStore history(ServerConfig server, InstantSource clock) {
        HistoryConfig config = server.history();
        Retention retention = new Retention(shorter(Retention.DEFAULT.checks(), config.keep()), config.keep());
        return config.url()
                .map(url -> PostgresHistory.open(
                        new PostgresSettings(
                                url.value(), config.user(), config.password().map(Secret::value)),
                        retention,
                        clock))
                .orElseGet(() -> SqliteHistory.open(server.folders().home(), retention, clock));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Returns the recipients of notifications by database. */
    public static Map<String, Recipients> recipients(List<DatabaseConfig> databases) {
        return databases.stream()
                .collect(Collectors.toMap(
                        DatabaseConfig::name,
                        database -> recipients(database.settings().recipients())));
    }

    private static Recipients recipients(NotifyConfig config) {
        return new Recipients(
                config.drillPing(),
                config.checkPing(),
                config.post(),
                config.postChecks(),
                config.timeout(),
                config.channels().stream().map(ChannelSettings::of).toList());
    }

    /** Returns the hooks of a restore in place. */
    public static Hooks hooks(RestoreHooks config) {
        return new Hooks(
                command(config.before()),
                command(config.after()),
                config.timeout(),
                config.healthUrl().map(url -> new Hooks.Health(url, config.healthTimeout())));
    }

    private static Optional<List<String>> command(Words words) {
        if (words.words().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(words.isLine() ? HookCommand.shell(words.words().get(0)) : words.words());
    }

    public static Objectives objectives(ObjectivesConfig config) {
        return new Objectives(config.rpo(), config.rto(), config.drillAge(), config.retention(), config.expectWrites());
    }

    /**
     * Returns the writer settings. A configuration does not state the version of Litestream that reads it. If only keys
     * of 0.5 are set, the defaults of 0.5 apply to the other keys. If keys of both versions are set, the values that
     * produce fewer findings apply.
     */
    public static WriterSettings writer(WriterConfig config) {
        WriterSettings defaults = WriterSettings.DEFAULTS;
        boolean onlyLtx =
                config.wal().equals(WriterConfig.Wal.NONE) && !config.ltx().equals(WriterConfig.Ltx.NONE);
        Optional<Duration> interval = longest(
                        config.wal().snapshotInterval(), config.ltx().snapshotInterval())
                .or(() -> onlyLtx ? Optional.of(LTX_SNAPSHOT_INTERVAL) : defaults.snapshotInterval());
        return new WriterSettings(
                config.syncInterval().orElse(defaults.syncInterval()),
                interval,
                shortest(config.wal().retention(), config.ltx().retention()).orElse(defaults.retention()),
                config.wal().retentionCheckInterval().orElse(defaults.retentionCheckInterval()),
                config.ltx().deletes().orElse(defaults.deletes()));
    }

    private static Optional<Duration> longest(Optional<Duration> a, Optional<Duration> b) {
        return a.isPresent() && b.isPresent()
                ? Optional.of(a.get().compareTo(b.get()) > 0 ? a.get() : b.get())
                : a.or(() -> b);
    }

    private static Optional<Duration> shortest(Optional<Duration> a, Optional<Duration> b) {
        return a.isPresent() && b.isPresent() ? Optional.of(shorter(a.get(), b.get())) : a.or(() -> b);
    }

    /**
     * Returns the tests of a restored copy.
     *
     * @param database the name of the database, for messages
     * @throws ConfigException for an assertion that is not one SQL statement that reads
     */
    public static Expectations expectations(String database, VerifyConfig config) throws ConfigException {
        List<Assertion> assertions = new ArrayList<>();
        for (VerifyConfig.Assertion assertion : config.assertions()) {
            assertions.add(assertion(database, assertion));
        }
        Expectations.Mode mode = switch (config.mode()) {
            case INTEGRITY_CHECK -> Expectations.Mode.INTEGRITY_CHECK;
            case QUICK_CHECK -> Expectations.Mode.QUICK_CHECK;
        };
        Expectations.ForeignKeyMode foreignKeys = switch (config.foreignKeys()) {
            case FALSE -> Expectations.ForeignKeyMode.OFF;
            case TRUE -> Expectations.ForeignKeyMode.REPORT;
            case STRICT -> Expectations.ForeignKeyMode.STRICT;
        };
        return new Expectations(
                mode, foreignKeys, config.tables(), assertions, config.queryTimeout(), data(database, config));
    }

    private static DataTests data(String database, VerifyConfig config) throws ConfigException {
        Map<String, Long> minRows = new LinkedHashMap<>();
        config.deep().minRows().forEach((table, least) -> minRows.put(table, least.longValue()));
        Optional<DeepConfig.Freshness> freshness = config.deep().freshness();
        return freshness.isPresent()
                ? new DataTests(minRows, Optional.of(freshness(database, freshness.get())))
                : new DataTests(minRows, Optional.empty());
    }

    private static Freshness freshness(String database, DeepConfig.Freshness config) throws ConfigException {
        try {
            return new Freshness(config.sql(), config.maxAge());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(database + ": verify.freshness: " + e.getMessage());
        }
    }

    /** Returns the extra checks of a drill, beyond the tests of the restored copy itself. */
    public static ExtraChecks deep(DatabaseSettings settings) {
        DeepConfig deep = settings.verify().deep();
        DeepConfig.Command command = deep.command();
        List<String> arguments =
                command.shell() ? HookCommand.shell(String.join(" ", command.arguments())) : command.arguments();
        return new ExtraChecks(
                deep.compareRows(),
                Optional.of(deep.liveTimeout()).filter(time -> deep.compareLive()),
                command.arguments().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new OwnCommand(arguments, command.timeout())),
                settings.point() == DrillPoint.RANDOM);
    }

    private static Assertion assertion(String database, VerifyConfig.Assertion config) throws ConfigException {
        try {
            return new Assertion(
                    config.name(), config.sql(), Expect.parse(config.expect().toString()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(database + ": verify.assertions \"" + config.name() + "\": " + e.getMessage());
        }
    }
}
