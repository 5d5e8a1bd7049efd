package io.litedrill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ensure --if-replica-exists} on a new machine: a possible mistake must not count as a first start. */
@Timeout(60)
class FirstStartTest {
    @TempDir
    Path folder;

    private User user;
    private Path live;

    @BeforeEach
    void onANewMachine() throws IOException {
        live = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .with("AWS_ACCESS_KEY_ID", "key")
                .with("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-tests");
    }

    private void configured(String... urls) throws IOException {
        StringBuilder yaml = new StringBuilder("databases:\n");
        for (int i = 0; i < urls.length; i++) {
            String name = i == 0 ? "app" : "other" + i;
            yaml.append("  - {name: %s, path: '%s', replica: '%s'}%n"
                    .formatted(name, live.resolveSibling(name + ".db"), urls[i]));
        }
        user.configured(yaml.toString());
    }

    private CommandLineRun ensure(String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("ensure", "app", "--if-replica-exists"));
        args.addAll(List.of(more));
        return user.runs(args.toArray(String[]::new));
    }

    private void replica(String path) throws IOException {
        GoldenReplica.load("wal/basic").copyTo(folder.resolve(path), Instant.now());
    }

    @Test
    void aMistypedFolderIsRefusedUntilConfirmed() throws IOException {
        replica("r/app-prod");
        configured("file://" + folder + "/r/app-prd");

        CommandLineRun run = ensure();

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains("file://" + folder + "/r/app-prod", "--accept-first-start");
        assertThat(run.err()).contains("DATABASE RESTORE REQUIRED");
        CommandLineRun confirmed = ensure("--accept-first-start");
        assertThat(confirmed.code()).as(confirmed.err()).isZero();
        assertThat(confirmed.err()).contains("first start").doesNotContain("DATABASE RESTORE REQUIRED");
    }

    @Test
    void theReplicasOfOtherDatabasesOfTheConfigurationAreNoSign() throws IOException {
        replica("r/tenant1");
        configured("file://" + folder + "/r/tenant2", "file://" + folder + "/r/tenant1");

        CommandLineRun run = ensure();

        assertThat(run.code()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnt", "mnt/app"})
    void anEmptyFolderWithoutAVolumeIsRefusedUntilConfirmed(String empty) throws IOException {
        Files.createDirectories(folder.resolve(empty));
        configured("file://" + folder + "/mnt/app");

        CommandLineRun run = ensure();

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains(folder.resolve(empty) + " is empty, and no volume is mounted there");
        assertThat(ensure("--accept-first-start").code()).isZero();
    }

    @Test
    void aMistypedPrefixIsRefused() throws Exception {
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("backups");
            GoldenReplica golden = GoldenReplica.load("wal/basic");
            for (var file : golden.manifest().files()) {
                byte[] content = Files.readAllBytes(golden.files().resolve(file.path()));
                server.put("backups", "prod/app.db/" + file.path(), content);
            }
            user.with("AWS_ACCESS_KEY_ID", server.accessKey()).with("AWS_SECRET_ACCESS_KEY", server.secretKey());
            configured("s3://backups/prd/app.db?endpoint=" + server.endpoint());

            CommandLineRun run = ensure();

            assertThat(run.code()).as(run.err()).isEqualTo(4);
            assertThat(run.err()).contains("s3://backups/prod/app.db");
            for (String command : List.of("check", "drill")) {
                assertThat(user.runs(command, "app").out()).contains("replicas were seen at s3://backups/prod/app.db");
            }
            CommandLineRun restore =
                    user.runs("restore", "app", "-o", folder.resolve("out.db").toString());
            assertThat(restore.out() + restore.err()).contains("replicas were seen at s3://backups/prod/app.db");
            assertThat(restore.code()).isEqualTo(2);
            CommandLineRun dry = user.runs("restore", "app", "--in-place", "--dry-run");
            assertThat(dry.out() + dry.err()).contains("replicas were seen at s3://backups/prod/app.db");
            configured("s3://backups/something/else?endpoint=" + server.endpoint());
            CommandLineRun first = ensure();
            assertThat(first.code()).as(first.err()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Sign in to the network</body></html>",
                "<!DOCTYPE html><html><body>Sign in<br></body></html>",
                "<ListBucketResult/>",
                "<ListBucketResult><Name>elsewhere</Name><IsTruncated>false</IsTruncated></ListBucketResult>"
            })
    void anAnswerThatIsNoListingIsAnUnreachableStore(String body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            configured("s3://backups/app.db?endpoint=http://127.0.0.1:"
                    + server.getAddress().getPort());

            CommandLineRun run = ensure("--accept-first-start");

            assertThat(run.code()).as(run.err()).isEqualTo(3);
            assertThat(live).doesNotExist();
            assertThat(user.runs("check", "app", "--json").codes()).containsExactly("storage-unreachable");
        } finally {
            server.stop(0);
        }
    }
}
