package io.litedrill.history;

import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.litedrill.check.ReplicaId;
import io.litedrill.replica.memory.KnownFile;
import io.litedrill.replica.memory.KnownFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteHistoryTest extends HistoryStoreContract {
    @TempDir
    Path folder;

    @Override
    HistoryStore open(Instant now) {
        return SqliteHistory.open(folder, Retention.DEFAULT, InstantSource.fixed(now));
    }

    /** A row that no query can read would end every later command. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'table':'replicas','database':'shop','replica':'s3','first_seen':'x','held':1}",
                "{'table':'checks','database':'shop','replica':'s3','at':'x','verdict':'OK','state':'OK','changed':1,"
                        + "'sample':0,'document':{}}",
                "{'table':'damaged_files','database':'shop','replica':'s3','name':'a','location':'s3://b/app','size':1,"
                        + "'modified':'2026-11-01T12:00:00Z','tag':'','reason':'r','proved_at':'x','proved_by':'DRILL'}",
                "{'table':'damaged_files','database':'shop','replica':'s3','name':'a','location':'s3://b/app','size':1,"
                        + "'modified':'2026-11-01T12:00:00Z','tag':'','reason':'r','proved_at':'2026-11-01T12:00:00Z',"
                        + "'proved_by':'GUESS'}"
            })
    void aRowThatCannotBeReadIsNotImported(String row) {
        List<String> lines = List.of("{\"litedrill_history\":1}", row.replace('\'', '"'));
        List<String> back = new ArrayList<>();
        try (HistoryStore store = open(NOON)) {
            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> store.importFrom(lines.iterator()))
                    .withMessageStartingWith("line 2: ")
                    .withMessageContaining("expected");
            store.exportTo(back::add, back::add);
        }
        assertThat(back).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://me:hunter2@db.example/d?sslmode=require, jdbc:postgresql:***",
        "jdbc:postgresql://me:hun?ter2@db.example/d, jdbc:postgresql:***",
        "jdbc:postgresql://me:hun/ter2@db.example/d, jdbc:postgresql:***",
        "jdbc:postgresql://db.example:5432/d?password=hunter2, jdbc:postgresql://db.example:5432/d",
        "'jdbc:postgresql://a:1,[::1]:2/d?user=me', 'jdbc:postgresql://a:1,[::1]:2/d'",
        "jdbc:postgresql:d, jdbc:postgresql:d"
    })
    void messagesNameTheServerWithoutALogin(String url, String shown) {
        assertThat(new PostgresSettings(url, Optional.empty(), Optional.empty()))
                .hasToString(shown);
    }

    /** Unchanged listings each minute must not wear out the disk. */
    @Test
    void unchangedFilesAreNotWrittenAgain() throws Exception {
        KnownFile[] many = IntStream.rangeClosed(1, 20_000)
                .mapToObj(i -> new KnownFile(
                        String.format(Locale.ROOT, "ltx/0/%016x-%016x.ltx", i, i),
                        i * 7919L % 100_003,
                        NOON.plusNanos(i * 999_983L)))
                .toArray(KnownFile[]::new);
        KnownFiles known = files("s3://b/app", NOON, many);
        HistoryStore store = open(NOON);
        store.replicas().remember(SHOP, Optional.empty(), known);
        Path wal = folder.resolve("history.db-wal");
        long before = Files.size(wal);
        for (int i = 1; i <= 5; i++) {
            store.replicas().remember(SHOP, Optional.of(known), known.listedAt(NOON.plusSeconds(60L * i)));
        }

        assertThat(before).isGreaterThan(100_000);
        assertThat(Files.size(wal) - before).isLessThan(50_000);
        assertThat(store.replicas().files(SHOP)).contains(known.listedAt(NOON.plusSeconds(300)));
        store.close();
    }

    /** Starts from the tables of the first release. */
    @Test
    void aHistoryOfTheFirstReleaseIsMigratedWithItsResults() throws Exception {
        Path home = Files.createDirectory(folder.resolve("old"));
        String url = "jdbc:sqlite:" + home.resolve("history.db");
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/migration/sqlite")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url)) {
            insert(connection, "replicas VALUES ('shop', 's3', '2026-10-01T00:00:00.000000000Z')");
            insert(
                    connection,
                    "checks VALUES (7, 'shop', 's3', '2026-10-01T00:00:00.000000000Z', 'OK', 1,"
                            + " '{\"snapshot_count\":1,\"recovery_point\":null}')");
            insert(connection, "replicas VALUES ('empty', 's3', '2026-10-02T00:00:00.000000000Z')");
            insert(
                    connection,
                    "checks VALUES (8, 'empty', 's3', '2026-10-02T00:00:00.000000000Z', 'CRITICAL', 1,"
                            + " '{\"snapshot_count\":0,\"recovery_point\":null}')");
        }

        try (HistoryStore store = SqliteHistory.open(home, Retention.DEFAULT, InstantSource.fixed(NOON))) {
            assertThat(store.replicas().firstSeen(SHOP)).contains(Instant.parse("2026-10-01T00:00:00Z"));
            assertThat(store.lastTimes(SHOP).check()).contains(Instant.parse("2026-10-01T00:00:00Z"));
            assertThat(store.everHeld(SHOP)).isTrue();
            assertThat(store.everHeld(new ReplicaId("empty", "s3"))).isFalse();
        }
    }

    private static void insert(Connection connection, String row) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + row)) {
            statement.execute();
        }
    }
}
