package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.Seeded;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillOrder;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.Driller;
import io.litedrill.drill.TwinBench;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.Retention;
import io.litedrill.history.SqliteHistory;
import io.litedrill.replica.Point;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Litestream 0.5.17 loses committed updates when it restarts while a checkpoint of the application restarts the
 * WAL; it exits 0 and logs nothing. Checks at the interval of a daemon report that, and so does a drill that compares
 * with the idle live database.
 */
class LossyRestartLiveTest {
    private static final String VERSION = "0.5.17";
    /** Longer than ten sync intervals. */
    private static final Duration IDLE = Duration.ofMillis(1300);

    @TempDir
    Path folder;

    private int autocheckpoint;
    private Random random = new Random(0);

    @Seeded(fixed = 4)
    void whatWasLostIsReportedAndWhatWasKeptIsNot(long seed) throws Exception {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        // with 100 pages the WAL is not restarted, and nothing is lost
        autocheckpoint = Math.floorMod(seed, 6) < 4 ? 10 : 100;
        int pageSize = seed % 2 == 0 ? 512 : 4096;
        Path database = folder.resolve("app.db");
        Path replica = folder.resolve("replica");
        try (HistoryStore history =
                SqliteHistory.open(folder.resolve("home"), Retention.DEFAULT, InstantSource.system())) {
            WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("work"))
                    .remembering(history.replicas());
            CheckResult check = restart(watched, Replicate.toFolder(VERSION, database, replica), pageSize);
            pause(IDLE);
            DrillResult drill = drill(watched);
            boolean kept = isKept(database, replica);
            List<FindingCode> found = codes(check.findings());
            List<FindingCode> drilled = codes(drill.findings());
            System.out.printf(
                    "seed %d, pages of %d, checkpoint at %d: %s, check %s, drill %s%n",
                    seed, pageSize, autocheckpoint, kept ? "kept" : "LOST", found, drilled);
            if (kept) {
                assertThat(check.findings()).isEmpty();
                assertThat(drill.findings()).isEmpty();
                assertThat(drill.outcome()).isEqualTo(Outcome.PASSED);
            } else {
                assertThat(drill.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(drilled).containsAnyOf(FindingCode.LIVE_DIFFERS, FindingCode.DATABASE_MALFORMED);
                assertThat(found).contains(FindingCode.WRITES_LOST);
                assertThat(codes(watched.check().findings()))
                        .as("after the WAL that showed it is gone")
                        .contains(FindingCode.WRITES_LOST);
            }
        }
    }

    private static DrillResult drill(WatchedReplica watched) {
        DrillOrder order = new DrillOrder("drill", watched.watched(), new Point.Newest(), TwinBench.SOUND);
        return new Driller(watched.scratch(), new ReadingCache(1000), InstantSource.system())
                .drill(order, RestoreListener.NONE);
    }

    /** Restarts the application and Litestream, with a check after each step. */
    private CheckResult restart(WatchedReplica watched, Replicate replicate, int pageSize) throws Exception {
        try (Connection application = DriverManager.getConnection("jdbc:sqlite:" + replicate.database())) {
            run(
                    application,
                    "PRAGMA page_size=" + pageSize,
                    "PRAGMA journal_mode=WAL",
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, g INT, body TEXT)",
                    "CREATE INDEX tg ON t(g)");
            fill(application, 60);
            run(application, "PRAGMA wal_autocheckpoint=" + autocheckpoint);
            try (LitestreamProcess first = LitestreamProcess.start(replicate, folder.resolve("first"))) {
                pause(Duration.ofMillis(500));
                for (int i = 0; i < 3; i++) {
                    fill(application, 40);
                    pause(Duration.ofMillis(100));
                }
                watched.check();
                pause(Duration.ofMillis(400));
                first.stop();
            }
            // if all rows are close to each other, the second update writes the pages of the first one again, and
            // nothing is lost
            boolean everywhere = random.nextBoolean();
            run(application, "UPDATE t SET body='" + "u0".repeat(30) + "' WHERE " + (everywhere ? "id%9=0" : "id<70"));
            run(application, "UPDATE t SET body='" + "u1".repeat(30) + "' WHERE " + (everywhere ? "id%9=1" : "id>110"));
            watched.check();
            try (LitestreamProcess second = LitestreamProcess.start(replicate, folder.resolve("second"))) {
                pause(Duration.ofMillis(600));
                for (int i = 0; i < 4; i++) {
                    run(application, "UPDATE t SET g=g+1 WHERE id=" + (100 + i));
                    pause(Duration.ofMillis(100));
                }
                watched.check();
                pause(Duration.ofMillis(1500));
                CheckResult last = watched.check();
                second.stop();
                return last;
            }
        }
    }

    private void fill(Connection application, int rows) throws SQLException {
        run(application, "BEGIN");
        for (int i = 0; i < rows; i++) {
            run(
                    application,
                    "INSERT INTO t(g, body) VALUES (" + random.nextInt(50) + ", '" + "x".repeat(random.nextInt(200))
                            + "')");
        }
        run(application, "COMMIT");
    }

    private static void run(Connection application, String... statements) throws SQLException {
        try (Statement statement = application.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private boolean isKept(Path database, Path replica) throws Exception {
        Path output = folder.resolve("litestream.db");
        LitestreamRestore restore = LitestreamRestore.run(VERSION, output, replica, List.of());
        assertThat(restore.exitCode()).as(restore.output()).isZero();
        assertThat(Files.exists(output)).isTrue();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + output);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            return rows.next()
                    && "ok".equals(rows.getString(1))
                    && Dump.sha256(connection).equals(Dump.sha256(database));
        }
    }

    private static List<FindingCode> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).toList();
    }
}
