package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.FAILED;
import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static io.litedrill.verify.CheckOutcome.Result.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    @TempDir
    Path dir;

    Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = Sqlite.run(
                dir.resolve("app.db"),
                "PRAGMA page_size=1024",
                "PRAGMA user_version=42",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)",
                "CREATE INDEX i ON t(a)",
                "INSERT INTO t(a) SELECT 'row ' || x FROM (" + Sqlite.rows(500) + ")");
    }

    @Test
    void soundDatabasePassesEveryCheckInOrder() {
        Verification verification = Verified.of(file)
                .foreignKeys()
                .tables("t")
                .assertion("SELECT count(*) FROM t", "500")
                .run();

        assertThat(verification.checks())
                .extracting(CheckOutcome::name)
                .containsExactly("header", "integrity_check", "foreign_key_check", "tables", "assertion: a1");
        assertThat(verification.checks()).extracting(CheckOutcome::result).containsOnly(PASSED);
        assertThat(verification.checks()).allMatch(check -> check.seconds() >= 0);
        assertThat(verification.result()).isEqualTo(PASSED);
        assertThat(verification.userVersion()).hasValue(42);
    }

    @Test
    void onlyWhatIsAskedForRuns() {
        assertThat(Verified.of(file).quick().run().checks())
                .extracting(CheckOutcome::name)
                .containsExactly("header", "quick_check");
    }

    @Test
    void nothingIsWrittenOrCreated() throws IOException {
        byte[] before = Files.readAllBytes(file);

        Verified.of(file).foreignKeys().assertion("SELECT 1", "1").run();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names()).containsExactly("app.db");
    }

    @Test
    void walModeDatabaseWithoutWalIsReadWithoutCreatingOne() throws IOException, SQLException {
        Sqlite.run(file, "PRAGMA journal_mode=WAL", "INSERT INTO t(a) VALUES('one more')");

        assertThat(Verified.of(file)
                        .assertion("SELECT count(*) FROM t", "501")
                        .run()
                        .result())
                .isEqualTo(PASSED);
        assertThat(names()).containsExactly("app.db");
    }

    @Test
    void walThatStandsBesideTheFileIsIgnored() throws IOException {
        Files.writeString(dir.resolve("app.db-wal"), "left behind");

        assertThat(Verified.of(file).run().result()).isEqualTo(PASSED);
        assertThat(dir.resolve("app.db-wal")).hasContent("left behind");
    }

    @Test
    void damagedPageFailsWithTheWordsOfSqlite() throws IOException {
        Sqlite.overwrite(file, 3 * 1024, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

        CheckOutcome outcome = Verified.of(file).outcome("integrity_check");

        assertThat(outcome.result()).isEqualTo(FAILED);
        assertThat(outcome.detail()).contains("page 4");
    }

    @Test
    void checksAfterAFailedOneStillRun() throws IOException {
        Sqlite.overwrite(file, 3 * 1024, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

        Verification verification = Verified.of(file)
                .tables("t", "gone")
                .assertion("SELECT sum(length(a)) FROM t INDEXED BY i WHERE a > ''", "> 0")
                .run();

        assertThat(verification.checks())
                .extracting(CheckOutcome::result)
                .containsExactly(PASSED, FAILED, FAILED, FAILED);
        assertThat(verification.checks().get(2).detail()).isEqualTo("missing: gone");
        assertThat(verification.checks().get(3).detail()).contains("database disk image is malformed (SQLITE_CORRUPT");
        assertThat(verification.userVersion()).hasValue(42);
    }

    @Test
    void indexThatDisagreesWithItsTableFailsTheIntegrityCheckAlone() throws SQLException {
        Sqlite.run(
                file,
                "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'i'",
                "PRAGMA writable_schema=ON",
                "DELETE FROM sqlite_schema WHERE name = 'i'");
        Sqlite.run(
                file,
                "UPDATE t SET a = 'not in the index' WHERE id = 5",
                "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_schema SELECT * FROM kept");

        CheckOutcome integrity = Verified.of(file).outcome("integrity_check");

        assertThat(integrity.result()).isEqualTo(FAILED);
        assertThat(integrity.detail()).contains("row 5 missing from index i");
        assertThat(Verified.of(file).quick().outcome("quick_check").result()).isEqualTo(PASSED);
    }

    @Test
    void foreignKeyViolationsAreCountedAndTheFirstOnesNamed() throws SQLException {
        Sqlite.run(
                file,
                "CREATE TABLE child(p REFERENCES t(id))",
                "INSERT INTO child SELECT x + 1000 FROM (" + Sqlite.rows(7) + ")");

        CheckOutcome outcome = Verified.of(file).foreignKeys().outcome("foreign_key_check");

        assertThat(outcome.result()).isEqualTo(PASSED);
        assertThat(Verified.of(file).strict().outcome("foreign_key_check").result())
                .isEqualTo(FAILED);
        assertThat(outcome.detail())
                .startsWith("7 violations: child row 1 refers to no row of t; ")
                .endsWith("...");
    }

    @Test
    void missingTablesAreAllNamed() {
        CheckOutcome outcome = Verified.of(file).tables("T", "users", "i").outcome("tables");

        assertThat(outcome.result()).isEqualTo(FAILED);
        assertThat(outcome.detail()).isEqualTo("missing: users, i");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"with space.db", "what?mode=memory.db", "100%41.db", "a#b.db", "a&b=c;d.db", "ü 'x' \"y\".db"})
    void pathsOfAnyCharactersAreOpened(String name) throws IOException {
        Path renamed = Files.move(file, dir.resolve(name));

        assertThat(Verified.of(renamed)
                        .assertion("SELECT count(*) FROM t", "500")
                        .run()
                        .result())
                .isEqualTo(PASSED);
        assertThat(names()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 65536})
    void smallestAndLargestPagesPass(int pageSize) throws SQLException {
        Path other = Sqlite.run(
                dir.resolve("other.db"),
                "PRAGMA page_size=" + pageSize,
                "CREATE TABLE t(a)",
                "INSERT INTO t SELECT randomblob(3000) FROM (" + Sqlite.rows(50) + ")");

        Verification verification = Verified.of(other).run();

        assertThat(verification.result()).isEqualTo(PASSED);
        assertThat(verification.checks().get(0).detail()).endsWith("pages of " + pageSize + " bytes");
    }

    @Test
    void whatOnlyTheOwnersApplicationHasIsInconclusive() throws SQLException {
        Sqlite.run(
                file,
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(a COLLATE theirs)' WHERE name = 'i'",
                "INSERT INTO sqlite_schema VALUES('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING theirs(a)')");

        List<CheckOutcome> checks =
                Verified.of(file).assertion("SELECT count(*) FROM v", "0").run().checks();

        assertThat(checks).extracting(CheckOutcome::result).containsExactly(PASSED, INCONCLUSIVE, INCONCLUSIVE);
        assertThat(checks.get(1).detail()).contains("no such collation sequence: theirs");
        assertThat(checks.get(2).detail()).contains("no such module: theirs");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
