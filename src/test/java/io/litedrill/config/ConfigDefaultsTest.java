package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Objectives;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.hook.HookCommand;
import io.litedrill.http.ApiSettings;
import io.litedrill.notify.Recipients;
import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import io.litedrill.replica.Layout;
import io.litedrill.replica.WriterSettings;
import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.SchedulerSettings;
import io.litedrill.schedule.Timing;
import io.litedrill.verify.DataTests;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.OwnCommand;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each default, tested once. */
class ConfigDefaultsTest {
    @TempDir
    Path folder;

    private Config smallest(ConfigFiles files) throws ConfigException {
        return files.litedrill("databases: [{name: a, replica: 'file:///r'}]");
    }

    @Test
    void everyDefault() throws Exception {
        Config config = smallest(new ConfigFiles(folder));
        Path home = folder.resolve("home/.local/state/litedrill");
        assertThat(config.server())
                .isEqualTo(new ServerConfig(
                        new ApiSettings("127.0.0.1", 8377, List.of(), Optional.empty()),
                        new ServerConfig.Folders(home, home.resolve("scratch")),
                        new SchedulerSettings(
                                4, 1, Duration.ofMinutes(5), Duration.ofHours(12), Duration.ofSeconds(20))));
        assertThat(config.databases())
                .containsExactly(new DatabaseConfig(
                        "a",
                        Optional.empty(),
                        List.of(new ReplicaConfig(
                                "file",
                                new ReplicaLocation.FileLocation(Path.of("/r")),
                                WriterSettings.assumed(
                                        Duration.ofSeconds(1),
                                        new WriterSettings.Keeping(
                                                Optional.empty(), Optional.empty(), Duration.ofHours(1)),
                                        new WriterSettings.Keeping(
                                                Optional.of(Duration.ofHours(24)),
                                                Optional.empty(),
                                                Duration.ofHours(1))),
                                AgeConfig.NONE)),
                        new DatabaseSettings(
                                new Timing(
                                        new Cadence.Every(Duration.ofMinutes(1)),
                                        new Cadence.Every(Duration.ofHours(24)),
                                        new Cadence.Every(Duration.ofDays(7))),
                                new Objectives(
                                        Duration.ofMinutes(5),
                                        Optional.empty(),
                                        Duration.ofHours(48),
                                        Optional.empty(),
                                        Optional.empty()),
                                new Expectations(
                                        Expectations.Mode.INTEGRITY_CHECK,
                                        Expectations.ForeignKeyMode.REPORT,
                                        List.of(),
                                        List.of(),
                                        Duration.ofMinutes(30),
                                        new DataTests(Map.of(), Optional.empty())),
                                new ExtraChecks(true, Optional.of(Duration.ofSeconds(5)), Optional.empty(), false),
                                new Recipients(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        Duration.ofSeconds(10)),
                                List.of(),
                                new Ownership.Wanted(Optional.empty(), Optional.empty(), Optional.empty()),
                                new Hooks(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Duration.ofMinutes(10),
                                        Optional.empty()))));
    }

    @Test
    void defaultRetention() throws Exception {
        WriterSettings writer =
                ConfigFiles.onlyReplica(smallest(new ConfigFiles(folder))).writer();

        assertThat(writer.wal().retention()).isEqualTo(Duration.ofHours(24));
        assertThat(writer.ltx().retention()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aRetentionIsKnownFromLitestreamsFileOrWhereItIsStated() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        assertThat(isRetentionKnown(smallest(files))).as("replica: URL").isFalse();
        assertThat(isRetentionKnown(files.litedrill("databases: [{name: a, replica: {url: 'file:///r'}}]")))
                .isFalse();
        assertThat(isRetentionKnown(
                        files.litedrill("databases: [{name: a, replica: {url: 'file:///r', retention: 24h}}]")))
                .isTrue();
        assertThat(isRetentionKnown(files.litestream("dbs: [{path: /a, replicas: [{path: /r}]}]")))
                .isTrue();
    }

    private static boolean isRetentionKnown(Config config) {
        return ConfigFiles.onlyReplica(config).writer().isRetentionKnown(Layout.LTX);
    }

    @Test
    void defaultTimeLimitsOfCommands() throws Exception {
        DatabaseSettings settings = new ConfigFiles(folder)
                .litedrill("verify: {command: x}\nrestore: {health_url: 'http://h/x'}\n"
                        + "databases: [{name: a, replica: 'file:///r'}]")
                .databases()
                .get(0)
                .settings();
        assertThat(settings.extra().command()).contains(new OwnCommand(HookCommand.shell("x"), Duration.ofMinutes(5)));
        assertThat(settings.hooks().health())
                .contains(new Hooks.Health(URI.create("http://h/x"), Duration.ofMinutes(1)));
    }

    @Test
    void litestreamAloneHasTheSameDefaults() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        Config alone = files.litestream("dbs: [{path: /a, replicas: [{path: /r}]}]");
        Config own = smallest(files);
        assertThat(alone.server()).isEqualTo(own.server());
        assertThat(alone.databases().get(0).settings())
                .isEqualTo(own.databases().get(0).settings());
    }

    @Test
    void homeIsThatOfTheEnvironmentThenTheXdgStateFolder() throws Exception {
        ConfigFiles files = new ConfigFiles(folder).with("XDG_STATE_HOME", "/state");
        assertThat(smallest(files).server().folders().home()).isEqualTo(Path.of("/state/litedrill"));
        files.with("LITEDRILL_HOME", "/lib/litedrill");
        assertThat(smallest(files).server().folders().home()).isEqualTo(Path.of("/lib/litedrill"));
    }

    @Test
    void theSampleFileIsValidAsItIs() throws Exception {
        Config config = new ConfigFiles(folder).litedrill(Files.readString(Path.of("config/litedrill.yml")));
        assertThat(config.databases()).isEmpty();
        assertThat(config.warnings())
                .containsExactly(folder.resolve("litedrill.yml") + ": names no database; there is nothing to monitor");
    }

    @Test
    void sampleFileShowsTheDefaults() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        String sample = Files.readString(Path.of("config/litedrill.yml"));
        Config shown = files.litedrill(sample.replace("databases: []", "databases: [{name: a, replica: 'file:///r'}]"));
        assertThat(shown).isEqualTo(smallest(files));
    }
}
