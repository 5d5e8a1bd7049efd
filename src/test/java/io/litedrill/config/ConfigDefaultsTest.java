package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each default, once. */
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
                        "127.0.0.1",
                        8377,
                        List.of(),
                        new ServerConfig.Folders(home, home.resolve("scratch"), Optional.empty())));
        assertThat(config.limits()).isEqualTo(new LimitsConfig(4, Duration.ofMinutes(5), 1, Duration.ofHours(12)));
        assertThat(config.databases())
                .containsExactly(new DatabaseConfig(
                        "a",
                        Optional.empty(),
                        List.of(new ReplicaConfig(
                                "file",
                                new ReplicaLocation.FileLocation(Path.of("/r")),
                                WriterConfig.NONE,
                                AgeConfig.NONE)),
                        new DatabaseSettings(
                                Duration.ofMinutes(1),
                                new DrillTimes.Every(Duration.ofHours(24)),
                                DrillPoint.NEWEST,
                                new DrillTimes.Every(Duration.ofDays(7)),
                                new ObjectivesConfig(
                                        Duration.ofMinutes(5),
                                        Optional.empty(),
                                        Duration.ofHours(48),
                                        Optional.empty(),
                                        Optional.empty()),
                                new VerifyConfig(
                                        VerifyConfig.Mode.INTEGRITY_CHECK,
                                        VerifyConfig.ForeignKeyChecks.TRUE,
                                        List.of(),
                                        List.of(),
                                        Duration.ofMinutes(30),
                                        new DeepConfig(
                                                Map.of(),
                                                Optional.empty(),
                                                new DeepConfig.Command(List.of(), false, Duration.ofMinutes(5)),
                                                true,
                                                true,
                                                Duration.ofSeconds(5))),
                                new NotifyConfig(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        Duration.ofSeconds(10)),
                                new RestoreConfig(
                                        Optional.empty(),
                                        Optional.empty(),
                                        new RestoreHooks(
                                                new Words(List.of(), false),
                                                new Words(List.of(), false),
                                                Duration.ofMinutes(10),
                                                Optional.empty(),
                                                Duration.ofMinutes(1))))));
    }

    @Test
    void litestreamAloneHasTheSameDefaults() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        Config alone = files.litestream("dbs: [{path: /a, replicas: [{path: /r}]}]");
        Config own = smallest(files);
        assertThat(alone.server()).isEqualTo(own.server());
        assertThat(alone.limits()).isEqualTo(own.limits());
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
    void sampleFileShowsTheDefaults() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        String sample = Files.readString(Path.of("config/litedrill.yml"));
        Config shown = files.litedrill(sample.replace("databases: []", "databases: [{name: a, replica: 'file:///r'}]"));
        assertThat(shown).isEqualTo(smallest(files));
    }

    @Test
    void drillAgeFollowsTheDrills() {
        assertThat(new DrillTimes.Every(Duration.ofMinutes(5)).expectedAge()).isEqualTo(Duration.ofHours(1));
        assertThat(new DrillTimes.Every(Duration.ofDays(7)).expectedAge()).isEqualTo(Duration.ofDays(14));
        assertThat(new DrillTimes.Cron("0 3 * * *", Duration.ofHours(1)).expectedAge())
                .isEqualTo(Duration.ofHours(49));
        assertThat(new DrillTimes.Cron("0 3 * * 0", Duration.ZERO).expectedAge())
                .isEqualTo(Duration.ofDays(15));
        assertThat(new DrillTimes.Cron("0 3 1 * *", Duration.ZERO).expectedAge())
                .isEqualTo(Duration.ofDays(63));
        assertThat(new DrillTimes.Cron("0 3 1 1 *", Duration.ZERO).expectedAge())
                .isEqualTo(Duration.ofDays(732));
    }
}
