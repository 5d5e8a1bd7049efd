package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.CheckOutcome.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An idle live database must be equal to the newest state, with or without a WAL. */
class IdleLiveTest {
    /** Longer than ten sync intervals, shorter than the RPO. */
    private static final long IDLE_SECONDS = 60;

    private static final long BEYOND_RPO_SECONDS = 600;

    @TempDir
    Path folder;

    private TwinBench bench;
    private String tail = "";

    /** The end of a finished WAL index can be lost without a trace in the files. */
    @BeforeEach
    void replicate() throws Exception {
        bench = new TwinBench(folder);
        bench.run(
                "CREATE TABLE orders(id INTEGER PRIMARY KEY, at TEXT, body TEXT)",
                "INSERT INTO orders(id) " + TwinBench.rows(2000),
                "CREATE TABLE other(a)");
        bench.snapshot();
        bench.run("UPDATE orders SET at = 'then' WHERE id < 50");
        bench.upload();
        bench.run("UPDATE orders SET body = 'now' WHERE id = 1500");
        tail = bench.upload();
        bench.checkpoint();
        bench.run("INSERT INTO other VALUES (1)");
        bench.upload();
    }

    /** Closes the database as the application does: SQLite moves all pages to the main file and removes the WAL. */
    private void closeLive() throws Exception {
        bench.close();
        assertThat(Path.of(bench.live() + "-wal")).doesNotExist();
    }

    private void idle(long seconds) throws Exception {
        FileTime time = FileTime.from(Instant.now().minusSeconds(seconds));
        for (String suffix : List.of("", "-wal")) {
            Path file = Path.of(bench.live() + suffix);
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    private static CheckOutcome live(DrillResult result) {
        return result.restored().orElseThrow().checks().stream()
                .filter(check -> check.name().equals("live"))
                .findFirst()
                .orElseThrow();
    }

    private void assertEqualByPages() {
        DrillResult result = bench.drill();
        assertThat(result.findings()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(live(result).result()).isEqualTo(Result.PASSED);
        assertThat(live(result).detail()).matches("equal: all \\d+ pages");
    }

    private void assertDiffers(String... words) {
        DrillResult result = bench.drill();
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.LIVE_DIFFERS);
            assertThat(finding.message()).contains(words);
            assertThat(finding.hint().text()).contains("keep the live database safe");
        });
    }

    @Test
    void aClosedDatabaseIsEqualAndIsNotTouched() throws Exception {
        closeLive();
        idle(IDLE_SECONDS);
        FileTime before = Files.getLastModifiedTime(bench.live());

        assertEqualByPages();

        assertThat(Files.getLastModifiedTime(bench.live())).isEqualTo(before);
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            assertThat(Path.of(bench.live() + suffix)).doesNotExist();
        }
    }

    @Test
    void whatAClosedDatabaseHasAndTheReplicaLostDiffers() throws Exception {
        closeLive();
        idle(IDLE_SECONDS);
        bench.lose(tail);

        assertDiffers("has not changed since", "pages, of orders");
    }

    @Test
    void aDatabaseThatWasWrittenToAMomentAgoIsNotJudged() throws Exception {
        closeLive();
        idle(5);
        bench.lose(tail);

        assertThat(bench.drill().findings()).isEmpty();
    }

    /** A killed process left its WAL, and no {@code -shm}, which SQLite would have to create. */
    @Test
    void aWalWithoutAnyProcessIsReadAndCreatesNothing() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String suffix : List.of("", "-wal")) {
            Files.copy(Path.of(bench.live() + suffix), copy.resolve("live.db" + suffix));
        }
        closeLive();
        Files.delete(bench.live());
        for (String suffix : List.of("", "-wal")) {
            Files.copy(copy.resolve("live.db" + suffix), Path.of(bench.live() + suffix));
        }
        idle(IDLE_SECONDS);

        assertEqualByPages();
        assertThat(Path.of(bench.live() + "-shm")).doesNotExist();
        bench.lose(tail);
        assertDiffers("pages, of orders");
    }

    /** Its rows are compared and not its pages, because closing the file would drop the locks of this process. */
    @Test
    void aDatabaseThatThisProcessHasOpenIsComparedByRows() throws Exception {
        idle(IDLE_SECONDS);
        bench.lose(tail);

        assertDiffers("orders has other values in its rows");
        bench.run("INSERT INTO other VALUES (2)");
        bench.close();
    }

    @Test
    void whatIsOnItsWayIsNotMissedBeforeTheRpoIsOver() throws Exception {
        bench.run("INSERT INTO other VALUES (2)");
        idle(IDLE_SECONDS);
        assertThat(bench.drill().findings()).isEmpty();

        idle(BEYOND_RPO_SECONDS);
        assertDiffers("other has 1 rows, live 2");
        bench.close();
    }

    /**
     * SQLite does not write the content of a page that it moves to the freelist, and the header's counter is
     * irrelevant.
     */
    @Test
    void freePagesAndCountersDoNotDiffer() throws Exception {
        bench.run("DELETE FROM orders WHERE id > 100");
        bench.upload();
        closeLive();
        long leaf = firstFreeLeaf();
        byte[] bytes = Files.readAllBytes(bench.live());
        bytes[(int) ((leaf - 1) * pageSize(bytes)) + 17] ^= 0x55;
        bytes[27]++;
        bytes[95]++;
        Files.write(bench.live(), bytes);
        idle(IDLE_SECONDS);

        assertEqualByPages();
    }

    private static int pageSize(byte[] database) {
        return (database[16] & 0xff) << 8 | (database[17] & 0xff);
    }

    private long firstFreeLeaf() throws Exception {
        byte[] bytes = Files.readAllBytes(bench.live());
        return Freelist.leaves(
                        pgno -> {
                            int size = pageSize(bytes);
                            return java.util.Arrays.copyOfRange(bytes, (int) (pgno - 1) * size, (int) pgno * size);
                        },
                        bytes.length / pageSize(bytes))
                .stream()
                .findFirst()
                .orElseThrow();
    }

    /** Litestream's writes to its own tables at its end need not be replicated. */
    @Test
    void litestreamsOwnTablesAreNotCompared() throws Exception {
        bench.run(
                "CREATE TABLE _litestream_seq(id INTEGER PRIMARY KEY, seq INTEGER)",
                "INSERT INTO _litestream_seq VALUES (1, 7)");
        bench.upload();
        closeLive();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bench.live());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE _litestream_seq SET seq = 8");
        }
        idle(IDLE_SECONDS);
        assertEqualByPages();

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bench.live());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE other SET a = 8");
        }
        idle(IDLE_SECONDS);
        assertDiffers("pages, of other");
    }
}
