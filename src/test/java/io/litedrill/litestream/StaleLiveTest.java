package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.LagBasis;
import io.litedrill.check.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stopped Litestream is distinguished from an idle application. */
class StaleLiveTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Optional<Duration> NO_LAG = Optional.of(Duration.ZERO);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aKilledLitestreamIsStalePastTheRpoAndNoLongerOnceItRunsAgain(String version) throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate = Replicate.toFolder(version, database, folder.resolve("replica"));
        WatchedReplica watched = WatchedReplica.inFolder(folder.resolve("replica"), database, folder.resolve("work"));
        try (Writer writer = Writer.create(database)) {
            Writer.Running running = writer.start(Duration.ofMillis(20));
            try (LitestreamProcess first = LitestreamProcess.start(replicate, folder.resolve("first"))) {
                await().atMost(SOON).until(() -> watched.check().seen().newest().isPresent());
                first.kill();
            }
            await("stale").atMost(SOON).untilAsserted(() -> {
                CheckResult check = watched.check();
                assertThat(check.findings()).singleElement().satisfies(StaleLiveTest::isCriticallyStale);
                assertThat(check.seen().lag().orElseThrow()).isGreaterThan(Duration.ofSeconds(2));
            });
            try (LitestreamProcess second = LitestreamProcess.start(replicate, folder.resolve("second"))) {
                await("no longer stale")
                        .atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(watched.check().findings()).isEmpty());
                running.stop();
                await("no lag")
                        .atMost(LitestreamProcess.PATIENCE)
                        .until(() -> watched.check().seen().lag().equals(NO_LAG));
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    private static void isCriticallyStale(Finding finding) {
        assertThat(finding.code()).isEqualTo(FindingCode.STALE);
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message())
                .contains("changes that are not in the replica")
                .doesNotContain("modification");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void anIdleDatabaseHasNoLagWhetherTheApplicationIsOpenOrClosed(String version) throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate = Replicate.toFolder(version, database, folder.resolve("replica"));
        WatchedReplica watched = WatchedReplica.inFolder(folder.resolve("replica"), database, folder.resolve("work"));
        try (LitestreamProcess litestream = start(replicate, database)) {
            assertQuietAndWithoutLag(watched, IDLE);
            assertThat(litestream.isAlive()).isTrue();
        }
        assertQuietAndWithoutLag(watched, Duration.ofSeconds(2));
    }

    /** Runs an application that writes, idles, and is closed while Litestream still runs. */
    private LitestreamProcess start(Replicate replicate, Path database) throws Exception {
        WatchedReplica watched = WatchedReplica.inFolder(folder.resolve("replica"), database, folder.resolve("work"));
        try (Writer writer = Writer.create(database)) {
            LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"));
            for (int i = 0; i < 20; i++) {
                writer.transfer();
            }
            await("no lag")
                    .atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched.check().seen().lag().equals(NO_LAG));
            assertQuietAndWithoutLag(watched, IDLE);
            return litestream;
        }
    }

    /** Without a WAL to compare, a tolerated difference of times is reported instead of a lag of zero. */
    private static void assertWithoutLag(CheckResult check) {
        if (check.seen().lagBasis().equals(Optional.of(LagBasis.POSITION))) {
            assertThat(check.seen().lag()).isEqualTo(NO_LAG);
        } else {
            assertThat(check.seen().lagBasis()).contains(LagBasis.MTIME);
            assertThat(check.seen().lag().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    private static void assertQuietAndWithoutLag(WatchedReplica watched, Duration time) {
        await("quiet all the time")
                .during(time)
                .atMost(time.plusSeconds(5))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    CheckResult check = watched.check();
                    assertThat(check.findings()).isEqualTo(List.of());
                    assertWithoutLag(check);
                });
    }
}
