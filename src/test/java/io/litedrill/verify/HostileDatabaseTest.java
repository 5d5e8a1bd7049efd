package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hostile content of a replica: it may or may not be detected, but it neither hangs a drill nor causes harm. */
@Timeout(60)
class HostileDatabaseTest {
    private static final Duration LIMIT = Duration.ofMillis(700);
    /** Each of the few queries has the limit; a slow machine needs additional time. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private Path file() {
        return dir.resolve("hostile.db");
    }

    private Path make(String... statements) throws SQLException {
        return Sqlite.run(file(), statements);
    }

    /** Runs all tests of a drill, and asserts their duration. */
    private Verification verify(Map<String, Long> minRows) {
        Expectations expectations = new Expectations(
                Expectations.Mode.INTEGRITY_CHECK,
                true,
                List.of("t"),
                List.of(),
                LIMIT,
                new DataTests(minRows, Optional.empty()));
        long start = System.nanoTime();
        Verification verification = new Verifier().verify(file(), expectations);
        ContentsReader.ofCopy(file(), new Measurement.Effort(LIMIT, OptionalLong.of(3)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        return verification;
    }

    private static CheckOutcome.Result result(Verification verification, String name) {
        return verification.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .result();
    }

    /** Asserts that no test created a file or changed the database. */
    @AfterEach
    void nothingWasCreated() {
        assertThat(dir.toFile().list()).containsExactly("hostile.db");
    }

    @Test
    void tableThatCannotBeCountedInALifetime() throws Exception {
        HostileFiles.bomb(file());

        Verification verification = verify(Map.of("bomb", 1L));

        assertThat(verification.result()).isEqualTo(CheckOutcome.Result.FAILED);
        assertThat(result(verification, "min_rows: bomb")).isEqualTo(CheckOutcome.Result.INCONCLUSIVE);
        assertThat(verification.contents().map(Contents::complete)).contains(false);
    }

    @Test
    void viewsThatNeverEndAreNotRun() throws SQLException {
        make(
                "CREATE TABLE t(a)",
                "INSERT INTO t VALUES (1)",
                "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM"
                        + " n",
                "CREATE VIEW huge AS SELECT randomblob(1000000000) FROM endless, endless e2");

        Verification verification = verify(Map.of("endless", 1L));

        assertThat(result(verification, "integrity_check")).isEqualTo(CheckOutcome.Result.PASSED);
        assertThat(result(verification, "min_rows: endless")).isEqualTo(CheckOutcome.Result.INCONCLUSIVE);
        assertThat(verification.contents().orElseThrow().rows()).containsExactly(Map.entry("t", 1L));
    }

    @Test
    void triggersAndFunctionsOfTheSchemaDoNotRun() throws Exception {
        Path trap = dir.resolve("trap");
        make(
                "CREATE TABLE t(a, b AS (a + 1), c AS (abs(a)) STORED)",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT writefile('" + trap
                        + "', 'x'), load_extension('x'); END",
                "CREATE VIEW v AS SELECT load_extension('" + trap + "') AS a",
                "CREATE INDEX i ON t(abs(a))",
                "DROP TRIGGER r",
                "INSERT INTO t(a) VALUES (1)",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT load_extension('x'); END");

        Verification verification = verify(Map.of("v", 1L));

        assertThat(result(verification, "integrity_check")).isEqualTo(CheckOutcome.Result.PASSED);
        assertThat(result(verification, "min_rows: v")).isNotEqualTo(CheckOutcome.Result.PASSED);
        assertThat(trap).doesNotExist();
    }

    @Test
    void schemaOfThousandsOfTables() throws SQLException {
        make(
                "CREATE TABLE t(a)",
                "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_schema SELECT 'table', 't' || x, 't' || x, 2, 'CREATE TABLE t' || x || '(a)' FROM ("
                        + Sqlite.rows(6_000) + ")",
                "PRAGMA writable_schema=OFF");

        Verification verification = verify(Map.of());

        assertThat(verification.contents().orElseThrow().complete()).isFalse();
        assertThat(verification.contents().orElseThrow().rows()).hasSizeLessThanOrEqualTo(5000);
    }

    @Test
    void namesThatAreNoNames() throws SQLException {
        String name = "x\"; DROP TABLE t; --\n\u001b[2J'%s";
        make(
                "CREATE TABLE t(a)",
                "CREATE TABLE \"" + name.replace("\"", "\"\"")
                        + "\"(\"%s\"\" FROM t; --\" PRIMARY KEY, b) WITHOUT ROWID",
                "INSERT INTO \"" + name.replace("\"", "\"\"") + "\" VALUES (1, 2)",
                "CREATE TABLE \"" + "n".repeat(50_000) + "\"(a)");

        Verification verification = verify(Map.of(name, 2L));

        Contents contents = verification.contents().orElseThrow();
        assertThat(contents.rows()).containsOnly(Map.entry("t", 0L), Map.entry(name, 1L));
        assertThat(contents.complete()).isFalse();
        assertThat(verification.checks())
                .allSatisfy(check -> assertThat(check.detail()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void virtualTablesOfUnknownModules() throws SQLException {
        make(
                "CREATE TABLE t(a)",
                "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_schema VALUES ('table', 'vec', 'vec', 0, 'CREATE VIRTUAL TABLE vec USING vec0(a"
                        + " float[3])')",
                "PRAGMA writable_schema=OFF");

        Verification verification = verify(Map.of("vec", 1L));

        assertThat(result(verification, "min_rows: vec")).isEqualTo(CheckOutcome.Result.INCONCLUSIVE);
        assertThat(verification.contents().orElseThrow().rows()).containsExactly(Map.entry("t", 0L));
        assertThat(verification.contents().orElseThrow().complete()).isTrue();
    }

    @Test
    void schemaThatIsNoSql() throws SQLException {
        make(
                "CREATE TABLE t(a)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(' || hex(randomblob(200000))",
                "PRAGMA writable_schema=OFF");

        Verification verification = verify(Map.of());

        assertThat(verification.result()).isEqualTo(CheckOutcome.Result.FAILED);
        assertThat(verification.contents()).isEmpty();
    }

    @Test
    void headerThatClaimsFourGigabytes() throws Exception {
        make("CREATE TABLE t(a)");
        Sqlite.overwrite(file(), 28, 0x00, 0x10, 0x00, 0x00);
        long before = Files.size(file());

        Verification verification = verify(Map.of());

        assertThat(result(verification, "header")).isEqualTo(CheckOutcome.Result.FAILED);
        assertThat(Files.size(file())).isEqualTo(before);
    }

    @Test
    void expressionsNestedAsDeepAsSqliteTakesThem() throws SQLException {
        String deep = "(".repeat(400) + "a" + "+1)".repeat(400);
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE t(a, b AS (" + deep + "))",
                "INSERT INTO t(a) VALUES (1)",
                "CREATE VIEW v0 AS SELECT a FROM t"));
        for (int i = 1; i < 30; i++) {
            statements.add("CREATE VIEW v" + i + " AS SELECT * FROM v" + (i - 1) + " AS x JOIN v" + (i - 1) + " AS y");
        }
        make(statements.toArray(String[]::new));

        Verification verification = verify(Map.of("v29", 1L));

        assertThat(result(verification, "min_rows: v29")).isNotEqualTo(CheckOutcome.Result.PASSED);
        assertThat(verification.contents().orElseThrow().rows()).containsExactly(Map.entry("t", 1L));
    }

    @Test
    void sampledValuesOfAnySizeAreReadInPart() throws SQLException {
        make(
                "CREATE TABLE t(a, b AS (zeroblob(a)), c AS (printf('%.*c', a, 'x')))",
                "INSERT INTO t(a) VALUES (300000000)");

        assertThat(verify(Map.of()).contents().orElseThrow().rows()).containsExactly(Map.entry("t", 1L));
    }
}
