package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.CheckOutcome.Result;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drills compare with the live database while real Litestream replicates it: no false report, and no undetected lost
 * write.
 */
class LiveComparisonTest {
    /** In more than half of them, no later write replaces the lost content. */
    private static final int ENDS = 16;

    private static final int DRILLS_MEANWHILE = 6;

    @TempDir
    Path folder;

    private Path live() {
        return folder.resolve("live/app.db");
    }

    private WatchedReplica watched(String work) throws Exception {
        return WatchedReplica.inFolder(folder.resolve("replica"), live(), folder.resolve(work));
    }

    private static CheckOutcome live(DrillResult result) {
        return result.restored().orElseThrow().checks().stream()
                .filter(check -> check.name().equals("live"))
                .findFirst()
                .orElseThrow();
    }

    private static void isPassed(DrillResult result) {
        assertThat(result.findings()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void idleDatabaseIsEqualAndABusyOneIsNoFinding(String version) throws Exception {
        Files.createDirectories(folder.resolve("live"));
        try (Writer writer = Writer.create(live());
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder(version, live(), folder.resolve("replica")), folder.resolve("work"))) {
            WatchedReplica watched = watched("watch");
            Writer.Running running = writer.start(Duration.ofMillis(5));
            await().until(() ->
                    writer.commits().size() > 100 && watched.points().size() > 3);
            for (int i = 0; i < DRILLS_MEANWHILE; i++) {
                isPassed(watched.drill());
            }
            running.stop();

            await().atMost(LitestreamProcess.PATIENCE).untilAsserted(() -> {
                DrillResult idle = watched.drill();
                isPassed(idle);
                assertThat(live(idle).result()).as(live(idle).detail()).isEqualTo(Result.PASSED);
            });
            writer.transfer();
            assertThat(litestream.isAlive()).isTrue();
        }
    }

    /** Every rule of the layout is met, and the content at the end of a WAL index is missing. */
    @Test
    void lostEndOfAFinishedIndexIsSeen() throws Exception {
        Files.createDirectories(folder.resolve("live"));
        try (Writer writer = Writer.create(live());
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder("0.3.13", live(), folder.resolve("replica"))
                                .withDatabase("min-checkpoint-page-count: 30"),
                        folder.resolve("work"))) {
            // free pages: otherwise the growing file would show each lost end without the live database
            writer.execute(List.of("CREATE TABLE filler AS SELECT zeroblob(2000000) AS zeros", "DROP TABLE filler"));
            WatchedReplica watched = watched("watch");
            Writer.Running running = writer.start(Duration.ofMillis(20));
            // a file may be renamed during the walk
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> lastsOfFinishedIndexes().size() >= ENDS);
            running.stop();
            await().atMost(LitestreamProcess.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(live(watched.drill()).result()).isEqualTo(Result.PASSED));
            litestream.stop();
            List<Path> lasts = lastsOfFinishedIndexes();
            List<FindingCode> codes = new ArrayList<>();
            for (Path last : lasts) {
                byte[] bytes = Files.readAllBytes(last);
                var time = Files.getLastModifiedTime(last);
                Files.delete(last);
                WatchedReplica damaged = watched("without-" + last.getFileName());
                DrillResult result = damaged.drill();
                Path restored = damaged.restore(new Point.Newest()).run().output();
                Files.write(last, bytes);
                Files.setLastModifiedTime(last, time);

                // later changes of the same pages can replace all lost content
                boolean same = Files.exists(restored) && Dump.sha256(restored).equals(writer.dumpSha256());
                assertThat(result.outcome())
                        .as("without %s: %s", last, result)
                        .isEqualTo(same ? Outcome.PASSED : Outcome.FAILED);
                result.findings().stream().map(Finding::code).forEach(codes::add);
            }
            System.out.println("lost ends of indexes were seen as " + codes);
            assertThat(codes).contains(FindingCode.LIVE_DIFFERS);
        }
    }

    /** Returns the last segments of indexes that have more than one, and that another index follows. */
    private List<Path> lastsOfFinishedIndexes() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("replica"))) {
            List<Path> segments = files.filter(path -> path.toString().contains("/wal/"))
                    .filter(path -> path.toString().endsWith(".lz4"))
                    .sorted()
                    .toList();
            return Stream.iterate(0, i -> i + 1)
                    .limit(Math.max(0, segments.size() - 1))
                    .filter(i -> !index(segments.get(i)).equals(index(segments.get(i + 1))))
                    .map(segments::get)
                    .filter(path -> !path.toString().contains("_00000000.wal"))
                    .toList();
        }
    }

    private static String index(Path segment) {
        return String.valueOf(segment.getFileName()).substring(0, 8);
    }
}
