package io.litedrill.history;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.litedrill.check.ReplicaId;
import io.litedrill.json.ResultJson;
import io.litedrill.json.SampleResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    private static final ReplicaId OTHER = new ReplicaId("other", "s3");

    @TempDir
    Path folder;

    @Test
    void createsTheFolder() {
        Path deep = folder.resolve("a/b c");
        try (HistoryStore history = open(deep)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));
        }
        assertThat(deep.resolve("history.db")).isRegularFile();
    }

    @Test
    void twoOpenHistoriesShareOneFile() {
        try (HistoryStore daemon = open(folder);
                HistoryStore command = open(folder)) {
            daemon.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            command.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON.plusSeconds(1)));

            assertThat(daemon.drills().page("shop", Page.newest(9))).hasSize(2);
            assertThat(command.drills().page("shop", Page.newest(9))).hasSize(2);
        }
    }

    @Test
    void writersOfTwoHistoriesWaitForEachOther() throws Exception {
        try (HistoryStore first = open(folder);
                HistoryStore second = open(folder)) {
            together(List.of(
                    () -> write(first, "a"),
                    () -> write(second, "b"),
                    () -> write(first, "c"),
                    () -> write(second, "d")));

            assertThat(first.drills().page("shop", Page.newest(1000))).hasSize(200);
        }
    }

    @Test
    void aHistoryThatAnotherProcessIsCreatingIsWaitedFor() throws Exception {
        Path file = folder.resolve("history.db");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService other = Executors.newCachedThreadPool();
        try {
            Future<Boolean> holder = other.submit(() -> OpeningLock.holding(file, () -> {
                held.countDown();
                return uninterruptedly(release);
            }));
            held.await();
            assertThatExceptionOfType(OpeningLock.HeldException.class)
                    .isThrownBy(() -> OpeningLock.holding(file, Duration.ofMillis(100), () -> true))
                    .withMessageContaining("history.db.lock");
            Future<Boolean> waiting = other.submit(() -> OpeningLock.holding(file, () -> true));
            release.countDown();

            assertThat(waiting.get()).isTrue();
            assertThat(holder.get()).isTrue();
        } finally {
            other.shutdownNow();
        }
    }

    private static boolean uninterruptedly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aDeletedOrReplacedFileIsTroubleThoughItCanBeRead() throws Exception {
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));
            assertThat(history.trouble()).isEmpty();
            Files.move(folder.resolve("history.db"), folder.resolve("elsewhere"));
            assertThat(history.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("deleted", "history.db"));

            Files.writeString(folder.resolve("history.db"), "another file");
            assertThat(history.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("replaced"));

            Files.move(folder.resolve("elsewhere"), folder.resolve("history.db"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(history.trouble()).isEmpty();
        }
    }

    @Test
    void aWriteThatFailedIsTroubleUntilOneSucceeds() throws Exception {
        try (HistoryStore history = open(folder)) {
            execute("ALTER TABLE checks RENAME TO full");
            history.checks().accept(SampleResults.check(SHOP, NOON));
            assertThat(history.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("could not be kept"));

            execute("ALTER TABLE full RENAME TO checks");
            assertThat(history.trouble()).isPresent();
            history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60)));
            assertThat(history.trouble()).isEmpty();
        }
    }

    @Test
    void resultsThatCouldNotBeWrittenAreWrittenAfterTheRepair() throws Exception {
        try (HistoryStore history = open(folder)) {
            execute("ALTER TABLE drills RENAME TO full");
            history.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            history.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON));
            assertThat(history.status()).isEqualTo(new HistoryStatus(false, 2, 0));

            execute("ALTER TABLE full RENAME TO drills");
            history.checks().accept(SampleResults.check(SHOP, NOON));
            assertThat(history.drills().page("shop", Page.newest(9))).hasSize(2);
            assertThat(history.status()).isEqualTo(new HistoryStatus(true, 0, 0));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void openingAtTheSameTimeCreatesTheTablesOnce() throws Exception {
        Callable<Boolean> open = () -> {
            try (HistoryStore history = open(folder)) {
                return history.trouble().isEmpty();
            }
        };

        assertThat(together(List.of(open, open, open, open))).containsOnly(true);
    }

    @Test
    void fileThatIsNoDatabaseIsMovedAside() throws IOException {
        byte[] garbage = "This is not a database at all. ".repeat(100).getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("history.db"), garbage);
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));

            assertThat(history.checks().newest(SHOP)).isPresent();
        }
        assertThat(folder.resolve("history.db.corrupted.20261101T120000Z")).hasBinaryContent(garbage);
    }

    @Test
    void damagedPageMovesTheFileAsideWithWhatBelongsToIt() throws IOException {
        try (HistoryStore history = open(folder)) {
            IntStream.range(0, 200).forEach(i -> history.checks().accept(SampleResults.check(SHOP, NOON, GAP)));
        }
        Path file = folder.resolve("history.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096 * 2, bytes.length - 4096, (byte) 0x5a);
        Files.write(file, bytes);
        Files.writeString(folder.resolve("history.db-wal"), "left behind");

        try (HistoryStore history = open(folder)) {
            assertThat(history.checks().newest(SHOP)).isEmpty();
        }
        assertThat(folder.resolve("history.db.corrupted.20261101T120000Z")).hasBinaryContent(bytes);
    }

    @Test
    void secondCorruptFileOfOneSecondDoesNotReplaceTheFirst() throws IOException {
        for (String text : List.of("first", "second")) {
            Files.writeString(folder.resolve("history.db"), text.repeat(500));
            open(folder).close();
        }

        assertThat(folder.resolve("history.db.corrupted.20261101T120000Z"))
                .content()
                .startsWith("first");
        assertThat(folder.resolve("history.db.corrupted.20261101T120000Z.2"))
                .content()
                .startsWith("second");
    }

    @Test
    void folderThatCannotBeWrittenIsSaid() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "in the way").resolve("below");

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> open(blocked))
                .withMessageStartingWith(blocked.resolve("history.db") + ": no history: ")
                .withMessageEndingWith("give LITEDRILL_HOME a folder that can be written.");
    }

    @Test
    void folderInPlaceOfTheFileIsSaidAndLeftAlone() throws IOException {
        Files.createDirectory(folder.resolve("history.db"));

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> open(folder))
                .withMessageContaining("not a file that can be written");
        assertThat(folder.resolve("history.db")).isEmptyDirectory();
    }

    @Test
    void pathThatTheDriverWouldMisreadIsRefused() {
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> open(folder.resolve("a?b")))
                .withMessageContaining(
                        "no history: SQLite's driver takes what follows a ? in the path for settings. Results");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tablesOfANewerVersionAreUsedAsFarAsTheyAreKnown() throws SQLException {
        open(folder).close();
        sql("ALTER TABLE checks ADD COLUMN more TEXT");
        sql("INSERT INTO flyway_schema_history SELECT 99, '99', 'more', type, 'V99__more.sql', 1, installed_by,"
                + " installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));

            assertThat(history.checks().newest(SHOP)).isPresent();
        }
    }

    @Test
    void writeThatWasCutByACrashLosesItselfAndNoOther() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("crashed"));
        try (HistoryStore history = open(folder)) {
            history.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            history.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON));
            Files.copy(folder.resolve("history.db"), copy.resolve("history.db"));
            byte[] wal = Files.readAllBytes(folder.resolve("history.db-wal"));
            Files.write(copy.resolve("history.db-wal"), Arrays.copyOf(wal, wal.length - 100));
        }

        try (HistoryStore history = open(copy)) {
            assertThat(history.drills().byId("d1")).isPresent();
            assertThat(history.drills().byId("d2")).isEmpty();
            history.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON));
            assertThat(history.drills().byId("d2")).isPresent();
        }
    }

    @Test
    void failingWriteDoesNotThrowAndOthersGoOn() throws SQLException {
        try (HistoryStore history = open(folder)) {
            sql("CREATE TRIGGER no BEFORE INSERT ON drills BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
            history.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
            assertThat(history.drills().byId("d1")).isEmpty();

            sql("DROP TRIGGER no");
            history.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON));
            assertThat(history.drills().byId("d2")).isPresent();
        }
    }

    @Test
    void closedHistoryForgetsAndSaysSo() {
        HistoryStore history = open(folder);
        history.close();
        history.checks().accept(SampleResults.check(SHOP, NOON));
        history.prune();

        assertThat(history.replicas().firstSeen(SHOP)).isEmpty();
        assertThat(history.replicas().drills(SHOP)).isEmpty();
        assertThat(history.trouble())
                .hasValueSatisfying(text -> assertThat(text).contains("cannot be read"));
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> history.checks().newest(SHOP));
    }

    @Test
    void resultThatThisVersionCannotReadHidesNoOther() throws SQLException {
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));
            history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(1), GAP));
            String future = ResultJson.keptCheck(SampleResults.check(SHOP, NOON.plusSeconds(1), GAP))
                    .compact()
                    .replace("\"gap\"", "\"of-the-future\"");
            sql("UPDATE checks SET document = '" + future + "' WHERE verdict = 'CRITICAL'");

            assertThat(history.checks().page("shop", Page.newest(9))).containsExactly(SampleResults.check(SHOP, NOON));
        }
    }

    @Test
    void firstVerdictAndEachOtherOneIsAChange() throws SQLException {
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));
            history.checks().accept(SampleResults.check(OTHER, NOON, GAP));
            history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(3600 * 1)));
            history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(3600 * 2), GAP));
            history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(3600 * 3), GAP));
            history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(3600 * 4)));
        }
        assertThat(changes()).containsExactly(1, 1, 0, 1, 0, 1);
    }

    private List<Integer> changes() throws SQLException {
        List<Integer> changes = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT changed FROM checks ORDER BY id")) {
            while (rows.next()) {
                changes.add(rows.getInt(1));
            }
        }
        return changes;
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean write(HistoryStore history, String name) {
        IntStream.range(0, 50)
                .forEach(i -> history.drills().accept(SampleResults.passedDrill(SHOP, name + i, NOON.plusSeconds(i))));
        return true;
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : tasks.stream().map(threads::submit).toList()) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static HistoryStore open(Path folder) {
        return SqliteHistory.open(folder, Retention.DEFAULT, InstantSource.fixed(NOON));
    }
}
