package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ReplicaLocation.FileLocation;
import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.Replica;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real Litestream writes below unusual paths and URLs; Litedrill reads there, with the same litestream.yml. */
@Timeout(60)
class KeyPathsLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> VERSIONS = List.of("0.3.13", "0.5.17");

    private static KeysServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = KeysServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Stream<Arguments> s3Places() {
        return VERSIONS.stream()
                .flatMap(version -> Stream.of(
                                "path: a/b",
                                "path: ./backups/app",
                                "path: /a/b",
                                "path: a/b/",
                                "path: a//b",
                                "path: a/./b",
                                "path: a/../b",
                                "path: ''",
                                "path: .",
                                "path: /",
                                "path: //a",
                                "path: a b/ü",
                                "url: s3://bkt",
                                "url: s3://bkt/",
                                "url: s3://bkt//a/b.db",
                                "url: s3://bkt/./a",
                                "url: s3://bkt/a/../b",
                                "url: s3://bkt/../b",
                                "url: s3://bkt/a%20b+c",
                                "url: s3://bkt/a%2Fb",
                                "url: s3://bkt/a b/")
                        .map(place -> Arguments.of(version, place)));
    }

    @ParameterizedTest
    @MethodSource("s3Places")
    void keysOfABucketAreListedWhereLitestreamWritesThem(String version, String place) throws Exception {
        server.forget();
        Replicate replicate = replicate(
                version, place.startsWith("url") ? List.of(place) : List.of("type: s3", "bucket: bkt", place), true);
        String key = written(replicate, server::firstKey);

        S3Location location = (S3Location) location();
        assertThat(location.settings().bucket()).isEqualTo("bkt");
        MemoryObjectStore store = new MemoryObjectStore();
        store.put(key, new byte[] {1});
        try (ObjectStore bucket = store) {
            Replica replica = new Replica(bucket, location.path());
            assertThat(InventoryReader.list(replica).files())
                    .as("%s, listed below %s", key, location.path())
                    .singleElement()
                    .satisfies(file -> assertThat(replica.nameOf(file)).matches("(generations|000[0-9])/.*"));
        }
    }

    private static Stream<Arguments> fileUrls() {
        return VERSIONS.stream()
                .flatMap(version -> Stream.of(
                                "a", "a b", "a%20b", "x'y", "ü", "a%2Fb", "a+b", "a//b/./c/../d/", "[x]", "a|b", "a#f")
                        .map(path -> Arguments.of(version, path)));
    }

    @ParameterizedTest
    @MethodSource("fileUrls")
    void aFileUrlIsTheFolderThatLitestreamWritesTo(String version, String path) throws Exception {
        Path replicas = folder.resolve("replicas");
        Path written = written(
                replicate(version, List.of("url: \"file://" + replicas + "/" + path + "\""), false),
                () -> replicaBelow(replicas));

        assertThat(location()).isEqualTo(new FileLocation(written));
    }

    @Test
    void databasesOfAFolderBelowAFileUrlHaveEncodedNames() throws Exception {
        Path replicas = folder.resolve("replicas");
        List<String> names = List.of("a b.sqlite", "ü.sqlite", "x'y.sqlite");
        for (String name : names) {
            database(Files.createDirectories(folder.resolve("data")).resolve(name));
        }
        String yaml = """
            dbs:
              - dir: %s
                pattern: "*.sqlite"
                monitor-interval: 50ms
                replica:
                  url: file://%s/u
                  sync-interval: 100ms
            """.formatted(folder.resolve("data"), replicas);
        Path file = Files.writeString(folder.resolve("litestream.yml"), yaml);
        List<Path> folders = List.of("a%20b.sqlite", "%C3%BC.sqlite", "x%27y.sqlite").stream()
                .map(name -> replicas.resolve("u").resolve(name))
                .toList();
        Process litestream = LitestreamCommand.of(
                        "0.5.17", List.of("replicate", "-config", file.toString()), folder.resolve("log"), Map.of())
                .start();
        try {
            await().atMost(SOON).until(() -> folders.stream().allMatch(Files::isDirectory));
        } finally {
            litestream.destroyForcibly().waitFor();
        }

        assertThat(configuration().databases())
                .extracting(each -> each.replicas().get(0).location())
                .containsExactlyInAnyOrderElementsOf(
                        folders.stream().map(FileLocation::new).toList());
    }

    private Replicate replicate(String version, List<String> place, boolean s3) {
        Replicate plain =
                new Replicate(version, folder.resolve("app.db"), List.of(), List.of("monitor-interval: 50ms"), place);
        return s3
                ? plain.withReplica(
                        "endpoint: " + server.endpoint(),
                        "region: us-east-1",
                        "force-path-style: true",
                        "access-key-id: key",
                        "secret-access-key: secret",
                        "sync-interval: 100ms")
                : plain.withReplica("sync-interval: 100ms");
    }

    /** Replicates with the configuration in {@code litestream.yml} until a result is found, and returns it. */
    private <T> T written(Replicate replicate, java.util.function.Supplier<Optional<T>> found) throws Exception {
        database(replicate.database());
        try (LitestreamProcess litestream = LitestreamProcess.start(replicate, folder)) {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> found.get().isPresent());
            litestream.kill();
        }
        return found.get().orElseThrow();
    }

    private static Optional<Path> replicaBelow(Path replicas) {
        if (!Files.isDirectory(replicas)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(replicas)) {
            return all.filter(path -> path.endsWith("ltx") || path.endsWith("generations"))
                    .map(Path::getParent)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void database(Path file) throws Exception {
        try (Writer writer = Writer.create(file)) {
            writer.transfer();
        }
    }

    private Config configuration() throws Exception {
        return new ConfigLoader(new Environment(Map.of(), folder, folder)).load(folder.resolve("litestream.yml"));
    }

    private ReplicaLocation location() throws Exception {
        return configuration().databases().get(0).replicas().get(0).location();
    }
}
