package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BisectCommandTest {
    private static final String VERSION = "PRAGMA user_version";

    @TempDir
    Path folder;

    /** Real Litestream, and an application that loses rows while it is replicated. */
    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void findsTheStateBeforeTheRowsWereLost(String litestream) throws Exception {
        configure(folder.resolve("replica"));
        Path database = folder.resolve("app.db");
        Replicate replicate = Replicate.toFolder(litestream, database, folder.resolve("replica"));
        long before;
        Instant full;
        try (Writer writer = Writer.create(database);
                LitestreamProcess running = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            before = replicated(writer, database, 8);
            full = newest();
            writer.execute(List.of("DELETE FROM ledger"));
            replicated(writer, database, 4);
            assertThat(running.isAlive()).isTrue();
        }

        CommandLineRun run = bisect("SELECT count(*) FROM ledger", ">= " + 3 * 8, "--from", full.toString());

        JsonObject found = run.object();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(found.text("outcome")).contains("found");
        assertThat(value(found, "older")).isEqualTo(Long.toString(3 * 8));
        assertThat(Long.parseLong(value(found, "younger"))).isLessThan(3 * 8);
        assertThat(restored(found)).isEqualTo(before);
        assertThat(found.integer("bytes_read").orElseThrow())
                .as("each file is fetched once")
                .isLessThanOrEqualTo(size(folder.resolve("replica")));
        assertNothingIsLeft();
    }

    /** Each transaction of these replicas increments the version by one, so each boundary is known. */
    @ParameterizedTest
    @CsvSource({"wal/basic", "wal/indexes", "wal/page512", "ltx/basic", "ltx/levels", "ltx/growth", "ltx/page64k"})
    void theTwoPointsAreNeighboursAndTheirValuesAreRight(String golden) throws Exception {
        replica(golden);
        long oldest = Long.parseLong(value(bisect(VERSION, "< 0").object(), "older"));
        long newest = Long.parseLong(value(bisect(VERSION, "< 0").object(), "younger"));
        assertThat(newest).isGreaterThan(oldest);
        long asked = (oldest + newest) / 2;

        CommandLineRun run = bisect(VERSION, "<= " + asked);

        JsonObject found = run.object();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(Long.parseLong(value(found, "older"))).isLessThanOrEqualTo(asked);
        assertThat(Long.parseLong(value(found, "younger"))).isGreaterThan(asked);
        assertThat(restored(found)).isEqualTo(Long.parseLong(value(found, "older")));
        assertThat(found.integer("restores").orElseThrow())
                .isLessThanOrEqualTo(
                        2 + (long) Math.ceil(Math.log(found.integer("points").orElseThrow()) / Math.log(2)));
        assertThat(laterThan(found)).isEqualTo(position(found, "younger"));
        assertNothingIsLeft();
    }

    /** Such a query does not depend on the data. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT count(*) FROM orderz     | no such table: orderz",
                "SELECT colum FROM sqlite_schema | no such column: colum",
                "SELECT count(* FROM sqlite_schema | syntax error",
                "SELECT load_extension('x')      | not authorized"
            })
    void aQueryThatFailsAtBothEndsIsWrongUsage(String sql, String message) throws Exception {
        replica("ltx/basic");

        CommandLineRun run = bisect(sql, "> 0");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--sql: ", message);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">= 0 | it holds at both ends | ",
                "< 0  | it holds at neither end | correct --sql",
                "= NEWEST | it does not hold at the oldest point and holds at the newest | opposite condition"
            })
    void saysThatThereIsNoBoundary(String expect, String reason, String next) throws Exception {
        replica("ltx/basic");
        String newest = value(bisect(VERSION, "< 0").object(), "younger");

        CommandLineRun run = bisect(VERSION, expect.replace("NEWEST", newest));

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.object().text("outcome")).contains("no_boundary");
        assertThat(run.object().text("reason").orElseThrow())
                .startsWith(reason)
                .contains("Next: ")
                .contains(next == null ? "" : next);
    }

    @Test
    void aBoundaryInAGapIsReportedWithTheGap() throws Exception {
        replica("wal/hole-healed");
        CommandLineRun window = user().runs("window", "app", "--json");
        assertThat(window.code()).as(window.out() + window.err()).isZero();
        List<JsonObject> spans = window.object().objects("spans").orElseThrow();
        assertThat(spans).hasSizeGreaterThan(1);
        long before = version(spans.get(0).text("to_position").orElseThrow());

        CommandLineRun run = bisect(VERSION, "<= " + before);

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(4);
        assertThat(run.object().text("outcome")).contains("in_a_gap");
        assertThat(run.object().text("reason").orElseThrow()).contains("is missing");
        assertThat(value(run.object(), "older")).isEqualTo(Long.toString(before));
    }

    @Test
    void printsTheValuesAndTheCommandForPeople() throws Exception {
        replica("ltx/basic");
        long oldest = Long.parseLong(value(bisect(VERSION, "< 0").object(), "older"));

        CommandLineRun run = user().runs("bisect", "app", "--sql", VERSION, "--expect", "<= " + oldest);

        assertThat(run.out())
                .contains("app (file): PRAGMA user_version <= " + oldest)
                .containsPattern("holds\t20\\S+Z\t[0-9a-f]{16}\t" + oldest)
                .containsPattern("does not hold\t20\\S+Z\t[0-9a-f]{16}\t\\d+")
                .contains("restore it: litedrill restore app --txid ")
                .containsPattern("\\d restores over \\d+ recovery points");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM ledger | > 1 | --sql: ",
                "SELECT 1; SELECT 2 | > 1 | --sql: ",
                "SELECT 1           | ==1 | --expect: "
            })
    void refusesWhatItCannotAsk(String sql, String expect, String option) throws Exception {
        replica("ltx/basic");

        CommandLineRun run = bisect(sql, expect);

        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains(option);
    }

    @Test
    void withoutABackupOrARangeWithPointsThereIsNothingToFind() throws Exception {
        Files.createDirectories(folder.resolve("replica"));
        configure(folder.resolve("replica"));
        assertThat(bisect(VERSION, "> 1").code()).isEqualTo(2);

        Path there = folder.resolve("there");
        GoldenReplica.load("wal/basic").copyTo(there, Instant.parse("2026-11-01T12:00:00Z"));
        configure(there);
        CommandLineRun outside = bisect(VERSION, "> 1", "--from", "2026-11-02T00:00:00Z");
        assertThat(outside.code()).isEqualTo(4);
        assertThat(outside.object().text("reason").orElseThrow()).contains("no recovery point lies between");
    }

    @Test
    void aStoreThatCannotBeReadIsInconclusive() throws Exception {
        configure(folder.resolve("no/such/volume/replica"));

        CommandLineRun run = bisect(VERSION, "> 1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.object().text("outcome")).contains("inconclusive");
        assertThat(run.codes()).containsExactly("storage-unreachable");
    }

    @Test
    void aQueryThatDoesNotEndIsInconclusive() throws Exception {
        replica("wal/basic", "verify: {query_timeout: 1s}");

        CommandLineRun run =
                bisect("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", "> 1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.object().text("reason").orElseThrow())
                .contains("the query gave no result")
                .contains("1.0 s");
        assertNothingIsLeft();
    }

    @Test
    void removesWhatAKilledRunLeft() throws Exception {
        replica("wal/basic");
        Path left = Files.createDirectories(scratch().resolve("drill-killed/files"));
        Files.writeString(left.resolve("0"), "a copy");
        Files.createFile(scratch().resolve("drill-killed.lock"));

        assertThat(bisect(VERSION, "< 0").code()).isEqualTo(4);

        assertNothingIsLeft();
    }

    private long replicated(Writer writer, Path database, int transfers) throws Exception {
        for (int i = 0; i < transfers; i++) {
            writer.transfer();
            Instant written = Instant.now();
            await().atMost(LitestreamProcess.PATIENCE).until(() -> caughtUp(written));
        }
        return version(database);
    }

    /** Returns whether the replica contains the writes up to this time. */
    private boolean caughtUp(Instant written) {
        CommandLineRun run = user().runs("check", "app", "--json");
        return run.object().time("recovery_point").isPresent()
                && run.object().number("lag_seconds").isPresent()
                && run.object().number("lag_seconds").get().signum() == 0
                && Instant.now().isAfter(written);
    }

    private Instant newest() {
        return user().runs("check", "app", "--json")
                .object()
                .time("recovery_point")
                .orElseThrow();
    }

    private CommandLineRun bisect(String sql, String expect, String... more) {
        return user().runs(Stream.concat(
                        Stream.of("bisect", "app", "--json", "--sql", sql, "--expect", expect), Stream.of(more))
                .toArray(String[]::new));
    }

    private CommandLineRun.User user() {
        return new CommandLineRun.User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString());
    }

    private void replica(String golden, String... settings) throws IOException {
        Path there = folder.resolve("replica");
        GoldenReplica.load(golden).copyTo(there, Instant.parse("2026-11-01T12:00:00Z"));
        configure(there, settings);
    }

    private void configure(Path replica, String... settings) throws IOException {
        Files.writeString(
                folder.resolve("litedrill.yml"),
                "scratch: " + scratch() + "\ndatabases:\n  - name: app\n    path: " + folder.resolve("app.db")
                        + "\n    replica: 'file://" + replica + "'\n"
                        + Stream.of(settings).map(line -> "    " + line + "\n").reduce("", String::concat));
    }

    private Path scratch() {
        return folder.resolve("scratch");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(scratch())) {
            assertThat(left).isEmpty();
        }
    }

    private static String value(JsonObject found, String end) {
        return found.object(end).orElseThrow().text("value").orElseThrow();
    }

    private static String position(JsonObject found, String end) {
        return found.object(end).orElseThrow().text("position").orElseThrow();
    }

    /** Runs the printed command, and returns the version of the restored database. */
    private long restored(JsonObject found) throws SQLException {
        String command = found.object("older").orElseThrow().text("command").orElseThrow();
        Path output = folder.resolve("restored.db");
        CommandLineRun run = user().runs(command.replace("litedrill ", "")
                .replace("FILE", output.toString())
                .split(" ", -1));
        assertThat(run.code()).as(command + run.err()).isZero();
        return version(output);
    }

    private long version(String position) throws SQLException {
        Path output = folder.resolve("at-" + position.replaceAll("\\W", "-") + ".db");
        CommandLineRun run = user().runs("restore", "app", "--position", position, "-o", output.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return version(output);
    }

    private static long version(Path database) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getLong(1);
        }
    }

    /** Returns the position of the recovery point after the older one, as the window lists it. */
    private String laterThan(JsonObject found) {
        String time = found.object("older").orElseThrow().text("recovery_point").orElseThrow();
        CommandLineRun window = user().runs("window", "app", "--json", "--around", time);
        List<JsonObject> near =
                window.object().object("around").orElseThrow().objects("points").orElseThrow();
        int at = near.stream()
                .map(point -> point.text("position").orElseThrow())
                .toList()
                .indexOf(position(found, "older"));
        return near.get(at + 1).text("position").orElseThrow();
    }

    private static long size(Path replica) throws IOException {
        try (Stream<Path> files = Files.walk(replica)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
