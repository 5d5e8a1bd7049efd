package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two Litestreams on one replica are distinguished from one that was stopped, was killed, or started a new
 * generation.
 */
class ForkedLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);

    @TempDir
    Path folder;

    private Path replica() {
        return folder.resolve("replica");
    }

    private static List<Finding> forks(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.code() == FindingCode.FORKED)
                .toList();
    }

    private LitestreamProcess start(String version, Path database, String name) throws IOException {
        return LitestreamProcess.start(
                Replicate.toFolder(version, database, replica()).withDatabase("min-checkpoint-page-count: 50"),
                folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void twoWritersAreSeenByCheckAndScrub(String version) throws Exception {
        Path one = folder.resolve("one.db");
        Path other = folder.resolve("other.db");
        WatchedReplica watched = WatchedReplica.inFolder(replica(), one, folder.resolve("work"));
        try (Writer first = Writer.create(one);
                Writer second = Writer.create(other, 4096, 50);
                LitestreamProcess a = start(version, one, "a");
                LitestreamProcess b = start(version, other, "b")) {
            Writer.Running writing = first.start(PAUSE);
            Writer.Running writingToo = second.start(PAUSE);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(forks(watched.check().findings())).isNotEmpty());
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(forks(watched.scrub().findings())).isNotEmpty());
            writing.stop();
            writingToo.stop();
            a.kill();
            b.kill();
        }
    }

    /** One Litestream is one writer, with any change after a stop. */
    @ParameterizedTest
    @CsvSource({
        "0.3.13, NOTHING",
        "0.3.13, CHECKPOINT",
        "0.3.13, LOCAL_STATE",
        "0.5.15, NOTHING",
        "0.5.15, CHECKPOINT",
        "0.5.17, NOTHING",
        "0.5.17, CHECKPOINT",
        "0.5.17, LOCAL_STATE"
    })
    void aWriterThatStopsAndGoesOnIsNotTwo(String version, Meanwhile meanwhile) throws Exception {
        Path database = folder.resolve("app.db");
        WatchedReplica watched = WatchedReplica.inFolder(replica(), database, folder.resolve("work"));
        try (Writer writer = Writer.create(database)) {
            Writer.Running running = writer.start(PAUSE);
            for (int i = 0; i < 4; i++) {
                try (LitestreamProcess litestream = start(version, database, "run-" + i)) {
                    int before = files();
                    await().atMost(SOON).ignoreExceptions().until(() -> files() > before + 8);
                    assertThat(forks(watched.check().findings())).isEmpty();
                    if (i % 2 == 0) {
                        litestream.kill();
                    } else {
                        litestream.end();
                    }
                }
                running.stop();
                meanwhile.happens(writer, database);
                running = writer.start(PAUSE);
                assertThat(forks(watched.scrub().findings())).isEmpty();
            }
            running.stop();
        }
        assertThat(forks(watched.scrub().findings())).isEmpty();
        assertThat(forks(watched.drill().findings())).isEmpty();
    }

    private int files() throws IOException {
        return Files.isDirectory(replica())
                ? GoldenFiles.relativeFiles(replica()).size()
                : 0;
    }

    /** Changes while no Litestream runs. */
    enum Meanwhile {
        NOTHING,
        CHECKPOINT,
        LOCAL_STATE;

        void happens(Writer writer, Path database) throws Exception {
            if (this == CHECKPOINT) {
                writer.transfer();
                writer.execute(List.of("PRAGMA wal_checkpoint(TRUNCATE)"));
                writer.transfer();
            }
            if (this == LOCAL_STATE) {
                try (Stream<Path> state =
                        Files.walk(database.resolveSibling("." + database.getFileName() + "-litestream"))) {
                    for (Path path : state.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }
}
