package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Verdict;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.RateLimit;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limit {@code limits.bytes_per_second} of operations. At 1 byte a second, a limited run takes days. */
@Timeout(60)
class OperationsLimitTest {
    @TempDir
    Path folder;

    private Config config;
    private Application application;
    private ReplicaTarget replica;

    @BeforeEach
    void replica() throws IOException, ConfigException {
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("replica"), Instant.now());
        Files.writeString(
                folder.resolve("litedrill.yml"),
                "home: home\ndatabases: [{name: app, replica: {type: file, path: replica}}]\n");
        RuntimeEnvironment runtime = new RuntimeEnvironment(
                new Environment(Map.of(), folder, folder), InstantSource.system(), StorageListener.NONE);
        ConfigLoader loader = new ConfigLoader(runtime.environment());
        config = loader.load(loader.find(Optional.empty()));
        application = Application.of(config, runtime, warning -> {});
        application.limit().set(Optional.of(1L));
        replica = application.databases().get(0).replicas().get(0);
    }

    @AfterEach
    void close() {
        application.close();
    }

    @Test
    void aDrillIsLimitedUntilTheConfigurationIsReadAgain() throws Exception {
        assertThat(freed(() -> new Operations(application)
                                .drill(replica, "run", new Point.Newest(), RestoreListener.NONE))
                        .outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void aScrubIsLimitedUntilTheConfigurationIsReadAgain() throws Exception {
        assertThat(freed(() -> new Operations(application).scrub(replica, "run", RestoreListener.NONE))
                        .files())
                .isPositive();
    }

    @Test
    void checksAndRestoresAreNotLimited() {
        RestoreRequest request = new RestoreRequest(
                "run",
                new Point.Newest(),
                new RestoreRequest.NewFile(folder.resolve("out.db")),
                Permissions.NONE,
                new RestoreRequest.Requester("tester", "command line", "restore"));

        assertThat(new Operations(application).check(replica).verdict()).isNotEqualTo(Verdict.UNKNOWN);
        assertThat(new RestoreToFile(application, request)
                        .run(replica, RestoreListener.NONE)
                        .word())
                .isEqualTo(OutcomeWord.RESTORED);
    }

    /** Waits until the limit blocks a run, reads a configuration without a limit, and returns the result. */
    private <T> T freed(Supplier<T> run) throws Exception {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(run);
        await().until(OperationsLimitTest::isHeld);

        application.replace(config);

        return result.get(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isHeld() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().equals(RateLimit.class.getName())
                        && frame.getMethodName().equals("pause"));
    }
}
