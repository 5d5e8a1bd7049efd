package io.litedrill.history;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.check.Verdict;
import io.litedrill.json.JsonException;
import io.litedrill.json.ResultJson;
import io.litedrill.json.SampleResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of checks: their size, and their readers. */
class PackedChecksTest {
    private static final Duration HOUR = Duration.ofHours(1);
    /** A row of an early version with this dictionary: {@code {"database":"shop","verdict":"ok"}}. */
    private static final String EARLY_ROW = "ePlZiyrmQ0lsQOcVoKewWgDLSgtj";

    @TempDir
    Path folder;

    private HistoryStore open(Path home) {
        return SqliteHistory.open(home, Retention.DEFAULT, InstantSource.fixed(NOON.plus(HOUR.multipliedBy(200))));
    }

    private static String url(Path home) {
        return "jdbc:sqlite:" + home.resolve("history.db");
    }

    private static long number(Path home, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url(home));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private static void update(Path home, String sql, String value) throws Exception {
        try (Connection connection = DriverManager.getConnection(url(home));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static CheckResult checkWithPendingFiles(ReplicaId id, Instant at, int pending) {
        return SampleResults.check(
                id,
                at,
                new Finding(
                        FindingCode.FILES_PENDING,
                        Severity.NOTE,
                        FindingSentence.FILES_PENDING.of(pending, 101),
                        "s3://backups-of-the-company/fleet/" + id.database(),
                        Hint.text("wait for later checks, or read all files now: `litedrill scrub " + id.database()
                                + "`")));
    }

    /**
     * The history of 10,000 databases stays below 1.3 GB: a row in each hour of a week, even while each check has a
     * note with other numbers than the previous check.
     */
    @Test
    void aSteadyReplicaHasOneSmallRowAnHour() throws Exception {
        int databases = 20;
        int hours = 24;
        try (HistoryStore history = open(folder)) {
            for (int i = 0; i < hours * 2; i++) {
                for (int name = 0; name < databases; name++) {
                    ReplicaId id = new ReplicaId(String.format(Locale.ROOT, "db-%05d", name), "s3");
                    history.checks()
                            .accept(checkWithPendingFiles(
                                    id, NOON.plusSeconds(i * 1800L).plusNanos(name * 1234567L), 1 + i % 97));
                }
            }
        }

        assertThat(number(folder, "SELECT count(*) FROM checks WHERE sample = 1"))
                .isEqualTo((long) databases * hours);
        long bytes = number(
                folder,
                "SELECT sum(pgsize) FROM dbstat JOIN sqlite_master ON sqlite_master.name = dbstat.name"
                        + " WHERE tbl_name = 'checks'");
        long rows = number(folder, "SELECT count(*) FROM checks");
        assertThat(bytes / rows * 24 * 7 * 10_000).isLessThan(1_300_000_000L);
    }

    @Test
    void rowsOfTheVersionBeforeGiveTheSameResults() throws Exception {
        Path home = Files.createDirectory(folder.resolve("old"));
        Flyway.configure()
                .dataSource(url(home), "", "")
                .locations("classpath:db/migration/sqlite")
                .target("9")
                .load()
                .migrate();
        List<CheckResult> checks = List.of(
                checkWithPendingFiles(SHOP, NOON.plusSeconds(7200), 7),
                SampleResults.check(SHOP, NOON.plusSeconds(3600), GAP),
                SampleResults.check(SHOP, NOON));
        for (CheckResult check : checks) {
            update(
                    home,
                    "INSERT INTO checks (database, replica, at, verdict, changed, document) VALUES ('shop', 's3', '"
                            + Times.column(check.run().at()) + "', '"
                            + check.verdict().name() + "', 1, ?)",
                    ResultJson.keptCheck(check).compact());
        }

        Path fresh = Files.createDirectory(folder.resolve("new"));
        try (HistoryStore migrated = open(home);
                HistoryStore history = open(fresh)) {
            checks.stream()
                    .sorted((a, b) -> a.run().at().compareTo(b.run().at()))
                    .forEach(history.checks()::accept);
            assertThat(written(migrated)).isEqualTo(written(history)).hasSize(3);
            assertThat(migrated.trend(SHOP, NOON, HOUR)).hasSize(3).isEqualTo(history.trend(SHOP, NOON, HOUR));
            assertThat(migrated.trend(SHOP, NOON, HOUR)).allSatisfy(point -> {
                assertThat(point.bytes()).isEqualTo(123_456);
                assertThat(point.lag()).contains(Duration.ofMillis(1877));
            });
            assertThat(migrated.checks().newest(SHOP)).isPresent();
        }
    }

    private static List<String> written(HistoryStore history) {
        return history.checks().page("shop", Page.newest(9)).stream()
                .map(check -> ResultJson.keptCheck(check).compact())
                .toList();
    }

    @Test
    void anImportHasTheTrendsOfTheExport() throws Exception {
        List<String> lines = new ArrayList<>();
        Path other = Files.createDirectory(folder.resolve("other"));
        try (HistoryStore history = open(folder);
                HistoryStore imported = open(other)) {
            history.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plus(HOUR)));
            history.exportTo(lines::add, lines::add);
            imported.importFrom(lines.iterator());

            assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"document\":{\"database\":\"shop\""));
            assertThat(imported.trend(SHOP, NOON, HOUR)).hasSize(2).isEqualTo(history.trend(SHOP, NOON, HOUR));
            assertThat(written(imported)).isEqualTo(written(history)).hasSize(2);
        }
    }

    /** Each row has only its own document, so its damage affects no other row, and the verdict has a column. */
    @Test
    void aDamagedDocumentHidesNoVerdictAndNoOtherCheck() throws Exception {
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));
            history.checks().accept(SampleResults.check(SHOP, NOON.plus(HOUR), GAP));
            history.checks().accept(SampleResults.check(SHOP, NOON.plus(HOUR.multipliedBy(2))));
            update(
                    folder,
                    "UPDATE checks SET document = substr(document, 1, 60) || substr(document, 62) WHERE verdict = ?",
                    "CRITICAL");

            assertThat(history.checks().page("shop", Page.newest(9)))
                    .extracting(check -> check.run().at())
                    .containsExactly(NOON.plus(HOUR.multipliedBy(2)), NOON);
            assertThat(history.trend(SHOP, NOON, HOUR))
                    .extracting(TrendPoint::verdict)
                    .containsExactly(Verdict.OK, Verdict.CRITICAL, Verdict.OK);
        }
    }

    @Test
    void aDamagedRowIsReportedAndTheOthersAreExported() throws Exception {
        List<String> lines = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        try (HistoryStore history = open(folder)) {
            history.checks().accept(SampleResults.check(SHOP, NOON));
            history.checks().accept(SampleResults.check(SHOP, NOON.plus(HOUR), GAP));
            history.checks().accept(SampleResults.check(SHOP, NOON.plus(HOUR.multipliedBy(2))));
            history.drills().accept(SampleResults.passedDrill(SHOP, "run-1", NOON));
            update(folder, "UPDATE checks SET document = 'x' WHERE verdict = ?", "CRITICAL");

            history.exportTo(lines::add, damaged::add);
        }

        assertThat(damaged)
                .singleElement()
                .asString()
                .startsWith("checks, shop ")
                .contains("expected a packed document");
        assertThat(lines.stream().filter(line -> line.contains("\"table\":\"checks\"")))
                .hasSize(2);
        assertThat(lines).anyMatch(line -> line.contains("\"table\":\"drills\""));
    }

    @Test
    void everyDocumentIsReadAsItWasWritten() {
        List<String> documents = List.of(
                ResultJson.keptCheck(SampleResults.check(SHOP, NOON, GAP)).compact(),
                ResultJson.keptCheck(SampleResults.blindCheck(SHOP, NOON)).compact(),
                "{}",
                "{\"database\":\"größe \uD83D\uDE80\"}",
                "{\"message\":\"" + "0123456789".repeat(100_000) + "\"}");
        assertThat(documents).allSatisfy(document -> {
            assertThat(PackedDocument.unpack(PackedDocument.pack(document))).isEqualTo(document);
            assertThat(PackedDocument.unpack(document)).isEqualTo(document);
        });
    }

    /** Fails after a change of the dictionary: rows of earlier versions need it. */
    @Test
    void theDictionaryStaysAsItIs() {
        assertThat(PackedDocument.unpack(EARLY_ROW)).isEqualTo("{\"database\":\"shop\",\"verdict\":\"ok\"}");
    }

    @Test
    void textsThatAreNoDocumentAreRefused() {
        String packed = PackedDocument.pack(
                ResultJson.keptCheck(SampleResults.check(SHOP, NOON)).compact());
        String tooLarge = PackedDocument.pack("{" + " ".repeat(17 << 20));
        assertThat(List.of("", "x", packed.substring(0, 40), packed.replace(packed.charAt(50), '!'), tooLarge))
                .allSatisfy(text -> assertThatExceptionOfType(JsonException.class)
                        .isThrownBy(() -> PackedDocument.unpack(text))
                        .withMessageContaining("packed document"));
    }
}
