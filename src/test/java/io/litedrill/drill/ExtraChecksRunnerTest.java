package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.hook.HookCommand;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.CheckOutcome.Result;
import io.litedrill.verify.DataTests;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Freshness;
import io.litedrill.verify.OwnCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraChecksRunnerTest {
    @TempDir
    Path folder;

    private TwinBench bench;

    /**
     * Writes a snapshot, and an index of two segments; no later page depends on the row that the second segment
     * changes.
     */
    @BeforeEach
    void write() throws Exception {
        bench = new TwinBench(folder);
        bench.run(
                "CREATE TABLE orders(id INTEGER PRIMARY KEY, at)",
                "CREATE TABLE users(id INTEGER PRIMARY KEY, name)",
                "INSERT INTO orders(id) " + TwinBench.rows(100),
                "INSERT INTO users(id) " + TwinBench.rows(40));
        bench.snapshot();
        bench.run("UPDATE orders SET at = 'then' WHERE id < 50");
        bench.upload();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    private static CheckOutcome check(DrillResult result, String name) {
        return result.restored().orElseThrow().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<FindingCode> codes(DrillResult result) {
        return result.findings().stream().map(Finding::code).toList();
    }

    @Test
    void liveDatabaseThatStandsWhereTheReplicaEndsIsEqual() {
        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.findings()).isEmpty();
        assertThat(check(result, "live").result()).isEqualTo(Result.PASSED);
        assertThat(check(result, "live").detail()).startsWith("equal: ").contains("140 rows in 2 tables");
        assertThat(check(result, "rows").detail()).contains("nothing to compare with yet");
        assertThat(check(bench.drill(), "rows").detail()).contains("before: 140 rows in 2 tables");
    }

    /**
     * The damage leaves no trace in the files: SQLite's checks pass, all rules of the layout are met, the positions
     * are equal.
     */
    @Test
    void lostEndOfAFinishedIndexDiffersFromTheLiveDatabase() throws Exception {
        bench.run("UPDATE orders SET at = 'now' WHERE id = 100");
        String tail = bench.upload();
        bench.checkpoint();
        bench.run("UPDATE users SET name = 'x' WHERE id = 1");
        bench.upload();
        assertThat(check(bench.drill(), "live").result()).isEqualTo(Result.PASSED);
        bench.lose(tail);

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(codes(result)).containsExactly(FindingCode.LIVE_DIFFERS);
        assertThat(result.findings().get(0).message()).contains("orders has other values in its rows");
        assertThat(check(result, "integrity_check").result()).isEqualTo(Result.PASSED);
    }

    @Test
    void whatWasWrittenAfterTheRecoveryPointIsNotMissed() throws Exception {
        bench.run("INSERT INTO orders(at) VALUES ('later')", "DELETE FROM users WHERE id < 5", "CREATE TABLE more(a)");

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.findings()).isEmpty();
        assertThat(check(result, "live").result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(check(result, "live").detail()).contains("written to after the recovery point");
    }

    @Test
    void largeImportThatIsNotReplicatedYetIsNoLoss() throws Exception {
        bench.run("INSERT INTO orders(at) " + TwinBench.rows(5000));

        assertThat(codes(bench.drill())).isEmpty();
    }

    @Test
    void liveDatabaseIsNotReadWhereTheOwnerSaysSo() {
        DrillResult result =
                bench.drill(TwinBench.SOUND, new ExtraChecks(false, Optional.empty(), Optional.empty(), false));

        assertThat(result.restored().orElseThrow().checks())
                .extracting(CheckOutcome::name)
                .doesNotContain("live", "rows");
    }

    @Test
    void emptyDatabaseFailsWhereTheLastGoodDrillHadRowsAndTheNewestStateWithRowsIsFound() throws Exception {
        bench.blind();
        bench.drill();
        bench.run("DELETE FROM orders", "DELETE FROM users");
        bench.upload();

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(codes(result)).containsExactly(FindingCode.DATABASE_EMPTY);
        assertThat(result.findings().get(0).message()).contains("last drill that passed", "140");
        assertThat(result.restored().orElseThrow().fallback()).isPresent();
    }

    @Test
    void ownerOfAQueueIsNotBothered() throws Exception {
        bench.blind();
        bench.drill();
        bench.run("DELETE FROM orders", "DELETE FROM users");
        bench.upload();

        DrillResult result =
                bench.drill(TwinBench.SOUND, new ExtraChecks(false, Optional.empty(), Optional.empty(), false));

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.findings()).isEmpty();
    }

    /**
     * No row counts are known, but an older generation had rows: the application started again with an empty
     * database.
     */
    @Test
    void newestGenerationOfAnEmptyDatabaseIsSeenByTheOlderSnapshot() throws Exception {
        bench.blind();
        bench.run("DELETE FROM orders", "DELETE FROM users");
        bench.newGeneration("00000000000000bb");
        bench.snapshot();
        bench.run("CREATE TABLE another(a)");
        bench.upload();

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(codes(result)).containsExactly(FindingCode.DATABASE_EMPTY);
        assertThat(result.findings().get(0).message()).contains("the older state of");
        assertThat(result.restored().orElseThrow().point().position().toString())
                .startsWith("00000000000000aa/");
    }

    @Test
    void databaseThatIsEmptyLiveTooIsRight() throws Exception {
        bench.run("DELETE FROM orders", "DELETE FROM users");
        bench.newGeneration("00000000000000bb");
        bench.snapshot();
        bench.run("CREATE TABLE another(a)");
        bench.upload();

        DrillResult result = bench.drill();

        assertThat(result.findings()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void fewerThanHalfOfTheRowsIsAWarningAndAChangedSchemaIsReported() throws Exception {
        bench.blind();
        bench.drill();
        bench.run("DROP TABLE users", "CREATE TABLE people(id)", "DELETE FROM orders WHERE id > 70");
        bench.upload();

        DrillResult result = bench.drill();

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(codes(result)).containsExactly(FindingCode.DATABASE_SHRUNK);
        assertThat(check(result, "rows").detail())
                .contains("the schema has changed", "gone: users", "new: people", "users 0 of 40 (gone)");
        assertThat(codes(bench.drill())).isEmpty();
    }

    @Test
    void foreignSchemaIsSeenWhereTheLiveDatabaseIsOlderThanTheRestoredOne() throws Exception {
        Files.createDirectory(folder.resolve("other"));
        try (TwinBench other = new TwinBench(folder.resolve("other"))) {
            other.run("CREATE TABLE lonely(a)", "INSERT INTO lonely VALUES (1)");
            other.snapshot();
            other.run("INSERT INTO lonely VALUES (2)");
            other.upload();
            bench.close();
            // the file at the live path is not the database of the replica
            for (String part : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(bench.live() + part));
            }
            other.checkpoint();
            Files.copy(other.live(), bench.live());
            Files.setLastModifiedTime(
                    bench.live(),
                    java.nio.file.attribute.FileTime.from(
                            java.time.Instant.now().minusSeconds(1000)));

            DrillResult result = bench.drill();

            assertThat(codes(result)).containsExactly(FindingCode.LIVE_DIFFERS);
            assertThat(result.findings().get(0).message()).contains("schema that the live one never had");
        }
    }

    @Test
    void ownersTestsFailADrill() {
        DataTests data = new DataTests(
                Map.of("orders", 1000L), Optional.of(new Freshness("SELECT max(at) FROM users", Duration.ofHours(1))));
        Expectations expectations = new Expectations(
                Expectations.Mode.QUICK_CHECK, true, List.of(), List.of(), Duration.ofSeconds(30), data);
        Expectations broken = new Expectations(
                Expectations.Mode.QUICK_CHECK,
                true,
                List.of(),
                List.of(),
                Duration.ofSeconds(30),
                new DataTests(Map.of("orders", 1000L), Optional.empty()));

        assertThat(codes(bench.drill(expectations, ExtraChecks.DEFAULT)))
                .containsExactly(FindingCode.ASSERTION_FAILED, FindingCode.ASSERTION_FAILED);
        assertThat(bench.drill(broken, ExtraChecks.DEFAULT)
                        .restored()
                        .orElseThrow()
                        .fallback())
                .isEmpty();
    }

    private DrillResult withCommand(String line, Duration limit) {
        OwnCommand command = new OwnCommand(HookCommand.shell(line), limit);
        return bench.drill(TwinBench.SOUND, new ExtraChecks(true, Optional.empty(), Optional.of(command), false));
    }

    @Test
    void ownersProgramGetsTheFileAndMayLeaveWhatItLikesBesideIt() {
        DrillResult good = withCommand(
                "head -c 15 {} && touch {}-wal && echo \" $LITEDRILL_DATABASE $LITEDRILL_POSITION\"",
                Duration.ofSeconds(20));

        assertThat(good.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(check(good, "command").detail()).startsWith("SQLite format 3 app 00000000000000aa/");
        DrillResult bad = withCommand("echo it does not add up; exit 1", Duration.ofSeconds(20));
        assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(codes(bad)).containsExactly(FindingCode.ASSERTION_FAILED);
        assertThat(bad.findings().get(0).message()).contains("it does not add up");
        assertThat(withCommand("sleep 60", Duration.ofMillis(300)).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void randomPointIsRestoredAfterTheNewest() throws Exception {
        ExtraChecks random = new ExtraChecks(true, Optional.empty(), Optional.empty(), true);
        bench.run("UPDATE orders SET at = 'now' WHERE id = 3");
        String last = bench.upload();

        DrillResult result = bench.drill(TwinBench.SOUND, random);

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(check(result, "random point").detail()).contains("--position 00000000000000aa/");
        assertThat(result.restored().orElseThrow().point().position().toString())
                .isNotEqualTo(check(result, "random point").detail());
        assertThat(last).contains("_");
    }

    /** Only the newest state passes the assertion: at the random point it fails, and so does the drill. */
    @Test
    void randomPointThatFailsFailsTheDrill() throws Exception {
        bench.run("CREATE TABLE late(a)", "INSERT INTO late VALUES (1)");
        bench.upload();
        Expectations late = new Expectations(
                Expectations.Mode.QUICK_CHECK, true, List.of("late"), List.of(), Duration.ofSeconds(30));

        assertThat(bench.drill(late, ExtraChecks.DEFAULT).outcome()).isEqualTo(Outcome.PASSED);
        DrillResult result = bench.drill(late, new ExtraChecks(true, Optional.empty(), Optional.empty(), true));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(check(result, "random point").result()).isEqualTo(Result.FAILED);
        assertThat(check(result, "tables").result()).isEqualTo(Result.PASSED);
    }

    @Test
    void schemaOfANewerSqliteIsNotMalformed() throws Exception {
        bench.run(
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE users(id INTEGER PRIMARY KEY, name) FANCY' WHERE name ="
                        + " 'users'");
        bench.upload();

        DrillResult result = bench.drill();

        assertThat(result.outcome()).as(result.toString()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(codes(result)).isEmpty();
        assertThat(check(result, "integrity_check").result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(check(result, "integrity_check").detail()).contains("cannot parse the schema of users", "FANCY");
    }
}
