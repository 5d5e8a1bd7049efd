package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.history.HistoryStore;
import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import io.litedrill.lease.Claim;
import io.litedrill.lease.Leases;
import io.litedrill.live.LivePlace;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGSTOP during a restore in place, with a real PostgreSQL server. Another process restores meanwhile, the
 * application writes to the result, and the stopped process continues.
 */
class FrozenRestoreTest {
    @TempDir
    Path folder;

    private static Postgres postgres;
    private PostgresSettings settings;
    private InPlaceBench bench;
    private SidecarPaths beside;

    @BeforeAll
    static void start(@TempDir Path server) throws Exception {
        postgres = Postgres.start(server);
    }

    @BeforeEach
    void prepare() throws Exception {
        settings = postgres.schema();
        bench = InPlaceBench.of("wal/basic", folder);
        beside = new SidecarPaths(LivePlace.of(bench.live(), Optional.empty()));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private HistoryStore store() {
        return PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system());
    }

    private RestoreReport restoreHere() {
        try (HistoryStore store = store()) {
            return bench.restorer(SwapListener.NONE)
                    .sharing(new RestoreRights(store.leases(), "node-b"))
                    .restore(bench.order(new Point.Newest(), InPlaceBench.FORCE), RestoreListener.NONE);
        }
    }

    private Process child(String where) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenRestore.class.getName(),
                        folder.toString(),
                        settings.url(),
                        where)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(Process child, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void expireTheLease() throws SQLException {
        String schema = settings.url().replaceFirst(".*currentSchema=", "");
        postgres.execute("UPDATE " + schema + ".lease SET until = now() - interval '1 second'");
    }

    @ParameterizedTest
    @CsvSource({"READ, up", "READ, down", "WRITE_INTENT, up", "PLACE_NEW, down"})
    void aStoppedProcessChangesNothingThatAnotherRestoredMeanwhile(String where, String server) throws Exception {
        Process child = child(where);
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("before " + where);
            assertThat(restoreHere().reason())
                    .as("while the process runs")
                    .contains("another restore of it is running, by node-a");
            signal(child, "STOP");
            expireTheLease();
            // the locks of many file systems do not reach other machines
            Files.delete(beside.lock());

            RestoreReport other = restoreHere();
            assertThat(other.word()).as(other.reason()).isEqualTo(OutcomeWord.RESTORED);
            Files.writeString(bench.live(), "written by the application", StandardOpenOption.APPEND);
            byte[] written = Files.readAllBytes(bench.live());
            if (server.equals("down")) {
                postgres.stop();
            }
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            signal(child, "CONT");

            String end = said.readLine();
            assertThat(end)
                    .doesNotStartWith("RESTORED")
                    .contains(bench.live().getFileName().toString());
            assertThat(child.waitFor()).isZero();
            assertThat(Files.readAllBytes(bench.live())).isEqualTo(written);
            assertThat(OldAndNew.leftovers(bench.data())).containsExactly(".app.db.litedrill-fence");
        } finally {
            child.destroyForcibly().waitFor();
            if (server.equals("down")) {
                postgres.restart();
            }
        }
    }

    @Test
    void aRestoreWithoutTheServerSucceedsAndStopsAnEarlierOne() throws Exception {
        Process child = child("READ");
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("before READ");
            signal(child, "STOP");
            Files.delete(beside.lock());
            postgres.stop();

            RestoreReport emergency = restoreHere();
            assertThat(emergency.word()).as(emergency.reason()).isEqualTo(OutcomeWord.RESTORED);
            byte[] restored = Files.readAllBytes(bench.live());
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            signal(child, "CONT");
            assertThat(said.readLine()).doesNotStartWith("RESTORED");
            assertThat(Files.readAllBytes(bench.live())).isEqualTo(restored);
        } finally {
            child.destroyForcibly().waitFor();
            postgres.restart();
        }
    }

    @Test
    void aNewServerWhoseTokensBeginAgainRefusesNoRestore() throws Exception {
        assertThat(restoreHere().word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(restoreHere().word()).isEqualTo(OutcomeWord.RESTORED);
        List<String> before = Files.readAllLines(beside.fence());
        assertThat(before).contains("token=2");

        settings = postgres.schema();
        RestoreReport again = restoreHere();
        assertThat(again.word()).as(again.reason()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Files.readAllLines(beside.fence())).contains("token=3");
        try (HistoryStore store = store()) {
            Claim next = store.leases()
                    .acquire("restore:" + bench.replica().watched().id().database(), "n", Duration.ofSeconds(1));
            assertThat(((Claim.Granted) next).lease().token()).isEqualTo(4);
        }
    }

    @Test
    void aFileThatAnotherUserCouldHaveWrittenRefusesNoRestore() throws Exception {
        Files.writeString(beside.fence(), "token=99\nrun=x\nclaim=y\n");
        Files.setPosixFilePermissions(beside.fence(), PosixFilePermissions.fromString("rw-rw-rw-"));
        RestoreReport report = restoreHere();
        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Files.readAllLines(beside.fence())).contains("token=1");
    }

    @Test
    void aRestoreWithoutASharedHistoryLeavesNoFile() throws Exception {
        RestoreReport report = bench.restorer(SwapListener.NONE)
                .sharing(new RestoreRights(Leases.LOCAL, "here"))
                .restore(bench.order(new Point.Newest(), Permissions.NONE), RestoreListener.NONE);
        assertThat(report.word()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(OldAndNew.leftovers(bench.data())).isEmpty();
    }
}
