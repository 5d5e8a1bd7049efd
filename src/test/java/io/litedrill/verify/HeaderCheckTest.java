package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.FAILED;
import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderCheckTest {
    @TempDir
    Path dir;

    Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = Sqlite.run(
                dir.resolve("app.db"),
                "PRAGMA page_size=4096",
                "CREATE TABLE t(a)",
                "INSERT INTO t SELECT randomblob(3000) FROM (" + Sqlite.rows(20) + ")");
    }

    @Test
    void emptyFileFailsThoughSqliteWouldTakeIt() throws IOException {
        Sqlite.cut(file, 0);

        Verification verification = Verified.of(file)
                .foreignKeys()
                .tables("t")
                .assertion("SELECT 1", "1")
                .run();

        assertThat(verification.checks())
                .extracting(CheckOutcome::result)
                .containsExactly(FAILED, INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE);
        assertThat(verification.checks().get(0).detail()).isEqualTo("the file is empty");
        assertThat(verification.checks().get(1).detail()).isEqualTo("not run: the file is empty");
        assertThat(verification.checks())
                .last()
                .satisfies(last -> assertThat(last.detail()).startsWith("not run: "));
        assertThat(verification.userVersion()).isEmpty();
        assertThat(verification.result()).isEqualTo(FAILED);
    }

    @Test
    void fileShorterThanAHeaderFails() throws IOException {
        Sqlite.cut(file, 99);

        assertFails("the file has 99 bytes, a header has 100");
    }

    @Test
    void fileThatIsNoDatabaseFails() throws IOException {
        Files.writeString(file, "id,name\n".repeat(1000));

        assertFails("starts with \"SQLite format 3\"");
        assertThat(Verified.of(file).tables("t").run().checks())
                .extracting(CheckOutcome::result)
                .containsExactly(FAILED, FAILED, INCONCLUSIVE);
    }

    @Test
    void fileCutAtAPageFails() throws IOException {
        long length = Files.size(file);
        Sqlite.cut(file, length - 4096);

        assertFails("the file has " + (length - 4096) + " bytes (truncated)");
        assertThat(Verified.of(file).outcome("integrity_check").result()).isEqualTo(FAILED);
    }

    @Test
    void fileCutInsideAPageFails() throws IOException {
        Sqlite.cut(file, Files.size(file) - 100);

        assertFails("are no multiple of its page size 4096");
    }

    @Test
    void fileWithPagesTooManyFails() throws IOException {
        Sqlite.cut(file, Files.size(file) + 4096);

        assertFails("the header counts");
    }

    @Test
    void pageCountThatAnOldWriterLeftBehindIsNotBelieved() throws IOException {
        Sqlite.overwrite(file, 28, 0, 0, 0, 1);
        Sqlite.overwrite(file, 92, 0xff, 0xff, 0xff, 0xff);

        assertThat(Verified.of(file).run().result()).isEqualTo(CheckOutcome.Result.PASSED);
    }

    @Test
    void pageSizeThatIsNoPowerOfTwoFails() throws IOException {
        Sqlite.overwrite(file, 16, 0x10, 0x01);

        assertFails("4097");
    }

    @Test
    void versionOfANewerSqliteIsInconclusive() throws IOException {
        Sqlite.overwrite(file, 19, 3);

        CheckOutcome outcome = Verified.of(file).outcome("header");

        assertThat(outcome.result()).isEqualTo(INCONCLUSIVE);
        assertThat(outcome.detail()).contains("read version 3");
    }

    @Test
    void versionZeroFails() throws IOException {
        Sqlite.overwrite(file, 18, 0);

        assertFails("write version");
    }

    @Test
    void tooManyReservedBytesFail() throws SQLException, IOException {
        Path small = Sqlite.run(dir.resolve("small.db"), "PRAGMA page_size=512", "CREATE TABLE t(a)");
        Sqlite.overwrite(small, 20, 0xff);

        assertThat(Verified.of(small).outcome("header").detail()).contains("255");
    }

    @Test
    void wrongPayloadFractionsFail() throws IOException {
        Sqlite.overwrite(file, 22, 33);

        assertFails("payload fraction");
        assertThat(Verified.of(file).outcome("integrity_check").detail())
                .contains("file is not a database (SQLITE_NOTADB)");
    }

    @Test
    void fileThatIsNotThereIsInconclusive() {
        Verification verification = Verified.of(dir.resolve("gone.db")).run();

        assertThat(verification.result()).isEqualTo(INCONCLUSIVE);
        assertThat(verification.checks().get(0).detail()).contains("gone.db");
        assertThat(dir.resolve("gone.db")).doesNotExist();
    }

    private void assertFails(String detail) {
        CheckOutcome outcome = Verified.of(file).outcome("header");
        assertThat(outcome.result()).isEqualTo(FAILED);
        assertThat(outcome.detail()).contains(detail);
    }
}
