package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileYamlTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
        }
        return Stream.of(
                Arguments.of("alias bomb", bomb.toString(), "must hold no more than 50000 values"),
                Arguments.of("deep flow", "a: " + "[".repeat(200_000), "must be nested no more than 32 deep"),
                Arguments.of("deep blocks", "- ".repeat(200_000), "must be nested no more than 32 deep"),
                Arguments.of("holds itself", "a: &a [*a]", "and none that holds itself"),
                Arguments.of("too large", "a: " + "x".repeat(1 << 20), "larger than 1 MiB"),
                Arguments.of(
                        "unknown alias", "a: *b", "found undefined alias; a value that begins with * goes in quotes"),
                Arguments.of("key that is a list", "[a]: b", "must be YAML"),
                Arguments.of("a list", "- a", "must be a mapping of keys to values"),
                Arguments.of("control character", "a: \u0001", "must be YAML"),
                Arguments.of(
                        "many values",
                        "databases: [" + "a,".repeat(150_000) + "]",
                        "must hold no more than 50000 values"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isRefusedSoon(String name, String text, String message) {
        ConfigFiles files = new ConfigFiles(folder);
        Assertions.assertTimeout(SOON, () -> assertThat(files.refused(text)).contains(message));
        Assertions.assertTimeout(
                SOON, () -> assertThat(files.refused("dbs: []\n" + text)).contains("litedrill.yml"));
    }

    @Test
    void whatIsNotUtf8IsRefused() throws Exception {
        Path file = folder.resolve("x.yml");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThatThrownBy(() -> new ConfigFiles(folder).loader().load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("is not UTF-8");
    }

    @Test
    void growthByVariablesIsBounded() {
        ConfigFiles files = new ConfigFiles(folder).with("BIG", "y".repeat(1 << 16));
        assertThat(files.refusedLitestream("dbs: []\nx: " + "$BIG ".repeat(1000)))
                .contains("must be YAML");
    }

    @Test
    void brokenFilesAreReadOrRefusedAndNothingElse() throws Exception {
        String sample = Files.readString(Path.of("config/litedrill.yml")).replaceAll("(?m)^#(?=[a-z ])", "");
        Random random = new Random(42);
        ConfigFiles files = new ConfigFiles(folder);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder broken = new StringBuilder(sample);
            for (int i = 0; i < 3; i++) {
                int at = random.nextInt(broken.length());
                broken.replace(
                        at,
                        Math.min(broken.length(), at + random.nextInt(4)),
                        random.nextBoolean() ? "" : "{[:&*!|>'\"%@\n\t-$#".substring(random.nextInt(16)));
            }
            assertThat(files.refused(broken.toString())).isNotEmpty();
        }
    }
}
