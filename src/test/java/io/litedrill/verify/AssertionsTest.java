package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.FAILED;
import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static io.litedrill.verify.CheckOutcome.Result.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionsTest {
    @TempDir
    Path dir;

    Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = Sqlite.run(
                dir.resolve("app.db"),
                "PRAGMA foreign_keys=ON",
                "CREATE TABLE \"odd \"\"name'\u001b[31m\"(id INTEGER PRIMARY KEY)",
                "CREATE TABLE t(a, b)",
                "INSERT INTO t VALUES(1, 'one'), (2, 'two'), (NULL, x'00ff')",
                "CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t; END",
                "CREATE VIEW v AS SELECT load_extension('/nowhere.so')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT count(*) FROM t | 3 | PASSED | 3",
                "SELECT count(*) FROM t | > 3 | FAILED | expected > 3, found 3",
                "SELECT b FROM t WHERE a = 2 | two | PASSED | two",
                "SELECT a, b FROM t ORDER BY a DESC | = 2 | PASSED | 2 (first of several rows)",
                "SELECT a FROM t ORDER BY a | 1 | FAILED | expected = 1, the result is NULL (first of several rows)",
                "SELECT a FROM t WHERE 0 | != 1 | FAILED | expected != 1, the query returned no row",
                "SELECT b FROM t WHERE a IS NULL | 00ff | PASSED | 00ff",
                "SELECT 1.5 | 1.50 | PASSED | 1.5",
                "SELECT 1e3 | 1000 | PASSED | 1000.0",
                "PRAGMA user_version | 0 | PASSED | 0",
                "PRAGMA table_info(gone) | 0 | FAILED | expected = 0, the query returned no row",
                "VALUES (7); -- done; | 7 | PASSED | 7",
                "SELECT a FROM gone | 1 | FAILED | no such table: gone (SQLITE_ERROR)",
                "SELECT FROM | 1 | FAILED | near \"FROM\": syntax error (SQLITE_ERROR)",
            })
    void firstValueIsCompared(String sql, String expect, CheckOutcome.Result result, String detail) {
        CheckOutcome outcome = Verified.of(file).assertion(sql, expect).outcome("assertion: a1");

        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.detail()).isEqualTo(detail);
    }

    @Test
    void statementThatWritesIsRefusedAndChangesNothing() {
        Verification verification = Verified.of(file)
                .assertion("WITH x AS (SELECT 1) DELETE FROM t", "0")
                .assertion("PRAGMA query_only=0", "0")
                .assertion("WITH x AS (SELECT 1) DELETE FROM t RETURNING a", "1")
                .assertion("SELECT count(*) FROM t", "3")
                .run();

        assertThat(verification.checks().subList(2, 6))
                .extracting(CheckOutcome::result)
                .containsExactly(FAILED, FAILED, FAILED, PASSED);
        assertThat(verification.checks().get(4).detail()).contains("SQLITE_READONLY");
    }

    @Test
    void functionsWithEffectsAreNotRunForASchema() {
        CheckOutcome outcome =
                Verified.of(file).assertion("SELECT * FROM v", "0").outcome("assertion: a1");

        assertThat(outcome.result()).isEqualTo(INCONCLUSIVE);
        assertThat(outcome.detail()).contains("unsafe use of load_extension()");
    }

    @Test
    void extensionsCannotBeLoadedByAnAssertion() {
        CheckOutcome outcome = Verified.of(file)
                .assertion("SELECT load_extension('/nowhere.so')", "0")
                .outcome("assertion: a1");

        assertThat(outcome.result()).isEqualTo(INCONCLUSIVE);
        assertThat(outcome.detail()).contains("not authorized");
    }

    @Test
    void hostileTableNamesAreFoundAndDoNotReachATerminal() throws SQLException {
        String name = "odd \"name'\u001b[31m";
        Sqlite.run(
                file,
                "CREATE TABLE child(p REFERENCES \"odd \"\"name'\u001b[31m\"(id))",
                "INSERT INTO child VALUES(9)");

        assertThat(Verified.of(file).tables(name, "t").outcome("tables").result())
                .isEqualTo(PASSED);
        assertThat(Verified.of(file).foreignKeys().outcome("foreign_key_check").detail())
                .isEqualTo("1 violations: child row 1 refers to no row of odd \"name' [31m");
    }

    @Test
    void longValuesAreShortenedInTheDetail() {
        String detail = Verified.of(file)
                .assertion("SELECT hex(zeroblob(100000))", "x")
                .outcome("assertion: a1")
                .detail();

        assertThat(detail).hasSizeLessThan(300).endsWith("000...");
    }
}
