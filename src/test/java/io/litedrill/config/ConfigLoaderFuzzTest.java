package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Any text as a configuration, a litedrill.yml or a litestream.yml depending on its keys. */
class ConfigLoaderFuzzTest extends FuzzTarget {
    /** With such a key the loader reads a file or folder of this machine, whose content determines the duration. */
    private static final Pattern LOOKS_ELSEWHERE = Pattern.compile("dir|litestream|\\\\|\\$");

    private static final List<String> LITESTREAM = List.of(
            """
            access-key-id: AKIA
            secret-access-key: x/y
            snapshot: {interval: 12h, retention: 72h}
            levels: [{interval: 30s}, {interval: 5m}]
            dbs:
              - path: /data/a.db
                replica: {url: "s3://bucket/a?endpoint=http://127.0.0.1:9000", sync-interval: 2s}
              - path: ~/b.db
                meta-path: /m
                replicas:
                  - {type: s3, bucket: b.example, path: p, region: eu-west-1, force-path-style: yes, retention: 1h}
                  - {type: file, path: /backup, snapshot-interval: 0x10}
            """,
            "dbs:\n- path: x\n  replicas:\n  - url: sftp://u:p@h:22/x\n    age: {identities: [AGE-SECRET-KEY-1X]}\n");

    @Override
    protected Stream<byte[]> seeds() throws IOException {
        String sample = Files.readString(Path.of("config/litedrill.yml"));
        String all = sample.replaceAll("(?m)^#(?=[a-z ])", "");
        String small = """
                listen: 0.0.0.0:8377
                objectives: {rpo: 5m, drill_age: 2d}
                databases:
                  - name: shop
                    path: /data/shop.db
                    replica: s3://bucket/shop?region=eu-west-1
                    drill: {schedule: "0 3 * * 1-5"}
                    verify: {require_rows: [orders], query: [{sql: "select 1", expect: "> 0"}]}
                """;
        return Stream.concat(Stream.of(sample, all, small), LITESTREAM.stream())
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        Path file = Files.createTempFile("fuzz", ".yml");
        try {
            Files.write(file, input);
            if (!LOOKS_ELSEWHERE.matcher(text).find()) {
                judge(file);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void judge(Path file) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("absent");
        ConfigLoader loader = new ConfigLoader(new Environment(Map.of("HOME", "/home/x"), folder, folder));
        try {
            Config config = loader.load(file);
            String printed = ConfigPrinter.print(config, Map.of());
            Files.writeString(file, printed);
            // the printed text is a configuration, and equal to the first one
            assertThat(withoutComments(ConfigPrinter.print(loader.load(file), Map.of())))
                    .isEqualTo(withoutComments(printed));
        } catch (ConfigException refused) {
            assertThat(refused).hasMessageContaining(String.valueOf(file.getFileName()));
        }
    }

    private static List<String> withoutComments(String yaml) {
        return yaml.lines().filter(line -> !line.strip().startsWith("#")).toList();
    }
}
