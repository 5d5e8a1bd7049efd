package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.CaseArchive;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.TestPages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives from bug reports whose data is inconsistent or needs its application, in check, drill, restore and ensure.
 */
class CaseArchivesTest {
    @TempDir
    Path folder;

    private Path unpacked;
    private Path live;
    private Path output;

    @BeforeEach
    void nameFiles() {
        unpacked = folder;
        live = folder.resolve("app.db");
        output = folder.resolve("out.db");
    }

    private User user(String archive) throws IOException {
        unpacked = CaseArchive.unpack(archive, folder);
        live = unpacked.resolve("app.db");
        if (Files.exists(live)) {
            Files.setLastModifiedTime(live, FileTime.from(Instant.now().minusSeconds(60)));
        }
        return configured("");
    }

    private User configured(String more) throws IOException {
        Path replica = Files.exists(unpacked.resolve("replica")) ? unpacked.resolve("replica") : unpacked;
        return new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("databases:\n  - {name: app, path: '" + live + "', replica: 'file://" + replica + "'}\n"
                        + more);
    }

    private static long number(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    private static String finding(CommandLineRun run, String code) {
        return run.object().objects("findings").orElseThrow().stream()
                .filter(finding -> finding.text("code").orElse("").equals(code))
                .map(finding -> finding.text("severity").orElse("") + ": "
                        + finding.text("message").orElse(""))
                .findFirst()
                .orElse("none in " + run.out());
    }

    private static CommandLineRun exits(int code, CommandLineRun run) {
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        return run;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orphans-wal|orders|8|REFERENCES customers (3 rows)",
                "orphans-ltx|orders|8|REFERENCES customers (3 rows)",
                "orphan-row|o|3|o: FOREIGN KEY (u) REFERENCES u (1 row)",
                "parent-table-gone|c|2|c: FOREIGN KEY (pid) REFERENCES gone (2 rows)",
                "null-in-not-null|t|12|t.qty: NOT NULL (1 row)",
                "fts5-index-of-older-sqlite|m_content|3|INSERT INTO \"m\"(\"m\") VALUES('rebuild')"
            })
    void inconsistentDataIsAWarningAndIsRestored(String archive, String table, long rows, String named)
            throws Exception {
        User user = user(archive);
        Files.deleteIfExists(live);

        assertThat(user.runs("check", "app", "--json").out()).doesNotContain("malformed");
        CommandLineRun drill = exits(0, user.runs("drill", "app", "--json"));
        assertThat(drill.object().text("outcome")).contains("passed");
        assertThat(finding(drill, "data-inconsistent")).startsWith("warning: ").contains(named);
        CommandLineRun restore = exits(0, user.runs("restore", "app", "-o", output.toString(), "--json"));
        assertThat(finding(restore, "data-inconsistent"))
                .startsWith("note: ")
                .contains(named, "the last drill that passed has the same");
        assertThat(number(output, "SELECT count(*) FROM " + table)).isEqualTo(rows);
        exits(0, user.runs("ensure", "app"));
        assertThat(number(live, "SELECT count(*) FROM " + table)).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orphan-row", "null-in-not-null", "fts5-index-of-older-sqlite"})
    void violationsThatTheLiveDatabaseHasTooAreRecordedWithoutAnAlert(String archive) throws Exception {
        CommandLineRun drill = exits(0, user(archive).runs("drill", "app", "--json"));

        assertThat(finding(drill, "data-inconsistent")).startsWith("note: ").contains("the live database has the same");
    }

    @Test
    void violationsOfTheLastGoodDrillAreRecordedWithoutAnAlert() throws Exception {
        User user = user("orphans-ltx");
        exits(0, user.runs("drill", "app"));

        CommandLineRun drill = exits(0, user.runs("drill", "app", "--json"));

        assertThat(finding(drill, "data-inconsistent"))
                .startsWith("note: ")
                .contains("the last drill that passed has the same");
    }

    @Test
    void strictForeignKeysFailDrillAndRestore() throws Exception {
        user("orphans-wal");
        User strict = configured("verify: {foreign_keys: strict}\n");

        CommandLineRun drill = exits(2, strict.runs("drill", "app", "--json"));

        assertThat(drill.codes()).contains("database-malformed");
        exits(2, strict.runs("restore", "app", "-o", output.toString()));
        assertThat(output).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"custom-collation,german,person,3", "fts5-own-tokenizer,simple,doc_content,3"})
    void whatOnlyTheApplicationHasIsNamedAndTheDatabaseRestored(String archive, String missing, String table, long rows)
            throws Exception {
        User user = user(archive);
        Files.delete(live);

        CommandLineRun drill = exits(3, user.runs("drill", "app", "--json"));
        assertThat(drill.object().text("outcome")).contains("inconclusive");
        assertThat(finding(drill, "needs-application")).startsWith("warning: ").contains(missing);
        assertThat(drill.codes()).doesNotContain("database-malformed");
        CommandLineRun restore = exits(0, user.runs("restore", "app", "-o", output.toString(), "--json"));
        assertThat(finding(restore, "needs-application")).contains(missing);
        assertThat(number(output, "SELECT count(*) FROM " + table + " NOT INDEXED"))
                .isEqualTo(rows);
        exits(0, user.runs("ensure", "app"));
        assertThat(live).hasSameBinaryContentAs(output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orphan-row",
                "null-in-not-null",
                "custom-collation",
                "fts5-own-tokenizer",
                "fts5-index-of-older-sqlite"
            })
    void ensureLeavesALiveDatabaseAlone(String archive) throws Exception {
        User user = user(archive);
        byte[] before = Files.readAllBytes(live);

        for (String[] options : new String[][] {{}, {"--fallback"}, {"--fallback", "--accept-smaller"}}) {
            String[] args = Arrays.copyOf(new String[] {"ensure", "app", "--json"}, 3 + options.length);
            System.arraycopy(options, 0, args, 3, options.length);
            CommandLineRun run = exits(0, user.runs(args));
            assertThat(run.object().text("outcome")).contains("not_needed");
        }
        assertThat(live).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom-collation", "fts5-own-tokenizer", "null-in-not-null", "fts5-index-of-older-sqlite"})
    void ensureReplacesWhatIsDamagedBeside(String archive) throws Exception {
        User user = user(archive);
        try (RandomAccessFile file = new RandomAccessFile(live.toFile(), "rw")) {
            // the b-tree header of the second page
            file.seek(4096);
            file.write(new byte[] {(byte) 0xff, 0, 0, (byte) 0xff, (byte) 0xff});
        }

        CommandLineRun run = user.runs("ensure", "app", "--json", "--accept-smaller");

        exits(0, run);
        assertThat(run.object().text("outcome")).contains("restored");
        assertThat(run.object().text("moved_aside")).isPresent();
    }

    @Test
    void databaseWithoutATableHasAFinding() throws Exception {
        User user = user("no-table-at-all");

        CommandLineRun drill = exits(0, user.runs("drill", "app", "--json"));

        assertThat(finding(drill, "database-empty")).startsWith("warning: ").contains("not one table");
        CommandLineRun restore = exits(0, user.runs("restore", "app", "-o", output.toString(), "--json"));
        assertThat(finding(restore, "database-empty")).startsWith("warning: ");
    }

    /** A live database of 1000 rows with one damaged page, beside a replica of 12. */
    private User damagedLive() throws Exception {
        User user = user("null-in-not-null");
        Files.delete(live);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, qty TEXT)");
            statement.execute(
                    "INSERT INTO t WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < 1000)"
                            + " SELECT x, printf('%0100d', x) FROM n");
        }
        try (RandomAccessFile file = new RandomAccessFile(live.toFile(), "rw")) {
            file.seek(10 * 4096L);
            file.write(new byte[] {(byte) 0xff, 0, 0, (byte) 0xff, (byte) 0xff});
        }
        return user;
    }

    @Test
    void rowsThatADamagedLiveDatabaseStillYieldsAreNotReplacedByFewer() throws Exception {
        User user = damagedLive();
        byte[] before = Files.readAllBytes(live);

        CommandLineRun run = exits(4, user.runs("ensure", "app", "--json"));

        assertThat(run.object().text("reason").orElseThrow())
                .contains("12 rows", "what can still be read of the live database", "--accept-smaller");
        assertThat(live).hasBinaryContent(before);
        exits(4, user.runs("restore", "app", "--in-place", "--yes"));
        exits(0, user.runs("ensure", "app", "--accept-smaller"));
        assertThat(number(live, "SELECT count(*) FROM t")).isEqualTo(12);
    }

    @Test
    void malformedStateThatIsNamedIsWrittenWithItsNextStep() throws Exception {
        Path replica = folder.resolve("golden");
        GoldenReplica.load("ltx/basic").copyTo(replica, Instant.now().minusSeconds(120));
        Path last = replica.resolve("ltx/0/0000000000000009-0000000000000009.ltx");
        long pages = LtxHeader.parse(Files.readAllBytes(last)).commitPages();
        byte[] broken = LtxBuilder.of(4096, pages)
                .txids(10, 10)
                .page(2, TestPages.page(4096, 2, 1))
                .build();
        Files.write(last.resolveSibling("000000000000000a-000000000000000a.ltx"), broken);
        User user =
                new User(folder).with("LITEDRILL_HOME", folder.resolve("home").toString());
        String[] args = {"restore", "file://" + replica, "-o", output.toString(), "--txid", "000000000000000a", "--json"
        };

        assertThat(exits(2, user.runs(args)).object().text("reason").orElseThrow())
                .contains("--accept-malformed");
        assertThat(output).doesNotExist();
        String[] accepting = Arrays.copyOf(args, args.length + 1);
        accepting[args.length] = "--accept-malformed";
        CommandLineRun run = exits(5, user.runs(accepting));

        assertThat(run.object().text("outcome")).contains("restored");
        assertThat(run.object().text("reason").orElseThrow()).contains("malformed", "sqlite3 " + output + " .recover");
        assertThat(finding(run, "database-malformed")).startsWith("critical: ");
        assertThat(output).exists();
    }

    @Test
    void malformedStateIsOnlyForANewFile() throws Exception {
        User user = user("orphan-row");

        assertThat(user.runs("restore", "app", "--in-place", "--accept-malformed", "--yes")
                        .code())
                .isEqualTo(64);
        assertThat(user.runs("ensure", "app", "--accept-malformed").code()).isEqualTo(64);
        exits(0, user.runs("restore", "app", "-o", output.toString(), "--accept-malformed"));
    }
}
