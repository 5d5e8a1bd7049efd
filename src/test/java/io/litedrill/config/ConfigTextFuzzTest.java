package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.schedule.Cadence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;

/** Any text as each of the small languages of a configuration's values. */
class ConfigTextFuzzTest extends FuzzTarget {
    private static final Environment ENVIRONMENT =
            new Environment(Map.of("A", "b", "HOME", "/home/x"), Path.of("/absent"), Path.of("/absent"));

    @Override
    protected Stream<byte[]> seeds() {
        return Stream.of(
                        "s3://bucket/path?endpoint=https://h:9000&region=eu-west-1&forcePathStyle=true",
                        "s3://user:secret@b.s3.eu-west-1.amazonaws.com/a%20b#x",
                        "s3://arn:aws:s3:us-east-1:123:accesspoint/name/path",
                        "file:///var/lib/x",
                        "../x?y",
                        "1h30m5.25s",
                        "7d",
                        "-1.5h2us",
                        "*.[a-z]?[^x\\]].db",
                        "0 3 1-5/2 jan mon,sun",
                        "$A${B}$$ ${C:-d}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        durations(text);
        pattern(text);
        ReplicaLocation location = ReplicaUrl.parse(text, ENVIRONMENT);
        assertThat(location.address()).isNotEmpty();
        String open = ReplicaUrl.withoutSecrets(text);
        assertThat(ReplicaUrl.withoutSecrets(open)).isEqualTo(open);
        ReplicaUrl.read(text).ifPresent(url -> assertThat(url.scheme()).matches("[a-z][a-z0-9_]*"));
        Section.made(cron -> new Cadence.Cron(cron, ZoneOffset.UTC, Duration.ZERO), text)
                .ifPresent(cron -> assertThat(cron.expectedAge()).isPositive());
        Variables.expand(text, ENVIRONMENT);
    }

    private static void durations(String text) {
        Durations.parse(text)
                .ifPresent(duration ->
                        assertThat(Durations.parse(Durations.format(duration))).contains(duration));
        Durations.parseGo(text);
    }

    private static void pattern(String text) {
        GoPattern.compile(text).ifPresent(pattern -> {
            boolean literal = text.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
            assertThat(!literal || pattern.matcher(text).matches()).isTrue();
        });
    }
}
