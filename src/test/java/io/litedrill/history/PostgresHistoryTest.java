package io.litedrill.history;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.litedrill.check.CheckResult;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.WalMemory;
import io.litedrill.json.ResultJson;
import io.litedrill.json.SampleResults;
import io.litedrill.recover.Audit;
import io.litedrill.replica.ProvedDamage;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.memory.KnownFile;
import io.litedrill.storage.StoredObject;
import io.litedrill.verify.Contents;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresHistoryTest extends HistoryStoreContract {
    private Postgres postgres;
    private PostgresSettings settings;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        postgres = Postgres.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    @Override
    void open() throws Exception {
        settings = postgres.schema();
        super.open();
    }

    @Override
    HistoryStore open(Instant now) {
        return PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.fixed(now));
    }

    @Test
    void severalProcessesCreateTheTablesOnceAndShareThem() throws Exception {
        settings = postgres.schema();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> writers = IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(i -> () -> write("w" + i))
                    .toList();
            List<Boolean> written = new ArrayList<>();
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                written.add(writer.get());
            }
            assertThat(written).containsOnly(true);
        } finally {
            threads.shutdownNow();
        }
        try (HistoryStore store = open(NOON)) {
            assertThat(store.drills().page("shop", Page.newest(1000))).hasSize(100);
        }
    }

    private boolean write(String name) {
        try (HistoryStore store = open(NOON)) {
            IntStream.range(0, 25)
                    .forEach(
                            i -> store.drills().accept(SampleResults.passedDrill(SHOP, name + i, NOON.plusSeconds(i))));
            return store.trouble().isEmpty();
        }
    }

    @Test
    void anExportCarriesEverythingFromOneDatabaseIntoTheOther(@TempDir Path folder) throws Exception {
        List<String> lines = new ArrayList<>();
        try (HistoryStore sqlite = SqliteHistory.open(folder, Retention.DEFAULT, InstantSource.fixed(NOON))) {
            fill(sqlite);
            sqlite.exportTo(lines::add, lines::add);
        }
        List<String> back = new ArrayList<>();
        try (HistoryStore store = open(NOON)) {
            store.replicas().keepAgreedProofs(SHOP, Set.of("one"));
            assertThat(store.importFrom(lines.iterator())).isEqualTo(new HistoryStore.Imported(lines.size() - 2, 1));
            assertThat(store.importFrom(lines.iterator())).isEqualTo(new HistoryStore.Imported(0, lines.size() - 1));
            store.exportTo(back::add, back::add);
            assertThat(store.drills().byId("d1")).contains(SampleResults.passedDrill(SHOP, "d1", NOON));
        }
        assertThat(back).isEqualTo(lines);
        assertThat(lines.stream()
                        .map(line -> line.replaceFirst("\\{\"table\":\"(\\w+)\".*", "$1"))
                        .distinct()
                        .skip(1))
                .containsExactly(
                        TransferTable.ALL.stream().map(TransferTable::name).toArray(String[]::new));
    }

    private void migrateToTheVersionBefore() {
        Flyway.configure()
                .dataSource(
                        settings.url(),
                        settings.user().orElse(""),
                        settings.password().orElse(""))
                .locations("classpath:db/migration/postgresql")
                .target("14")
                .load()
                .migrate();
    }

    /** Stores a check in the format of the previous version. */
    private void insert(Instant at, String document) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        settings.url(),
                        settings.user().orElse(""),
                        settings.password().orElse(""));
                PreparedStatement row = connection.prepareStatement(
                        "INSERT INTO checks (database, replica, at, verdict, changed, document)"
                                + " VALUES ('shop', 's3', '" + Times.column(at) + "', 'CRITICAL', 1, ?)")) {
            row.setString(1, document);
            row.execute();
        }
    }

    @Test
    void aDamagedRowOfTheVersionBeforeStopsNoMigration() throws Exception {
        settings = postgres.schema();
        migrateToTheVersionBefore();
        CheckResult check = SampleResults.check(SHOP, NOON, GAP);
        insert(NOON.minus(Duration.ofHours(1)), "{torn");
        insert(NOON, ResultJson.keptCheck(check).compact());

        try (HistoryStore store = open(NOON)) {
            assertThat(store.checks().newest(SHOP)).contains(check);
            assertThat(store.trend(SHOP, NOON, Duration.ofHours(1))).hasSize(1);
        }
    }

    @Test
    void rowsOfTheVersionBeforeGiveTheSameResults() throws Exception {
        settings = postgres.schema();
        migrateToTheVersionBefore();
        CheckResult check = SampleResults.check(SHOP, NOON, GAP);
        insert(NOON, ResultJson.keptCheck(check).compact());
        List<TrendPoint> trend;
        try (HistoryStore store = open(NOON)) {
            assertThat(store.checks().newest(SHOP)).contains(check);
            trend = store.trend(SHOP, NOON, Duration.ofHours(1));
        }
        settings = postgres.schema();
        try (HistoryStore store = open(NOON)) {
            store.checks().accept(check);
            assertThat(store.trend(SHOP, NOON, Duration.ofHours(1))).hasSize(1).isEqualTo(trend);
        }
    }

    private static void fill(HistoryStore store) {
        store.checks().accept(SampleResults.check(SHOP, NOON, GAP));
        store.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60)));
        store.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        store.scrubs().accept(SampleResults.scrub(SHOP, "s1", NOON, GAP));
        store.restores().accept(SampleResults.restored(SHOP, "r1", NOON));
        store.keep(new Audit.Attempt("oncall", "127.0.0.1", "shop", "restore", "202"));
        KnownFile file = new KnownFile("app/ltx/0/0000000000000001-0000000000000001.ltx", 7, NOON);
        ReplicaHistory replicas = store.replicas();
        replicas.remember(SHOP, Optional.empty(), files("s3://b/app", NOON, file));
        replicas.remember(SHOP, new WalMemory("s3://b/app", Optional.empty(), List.of(), List.of()));
        replicas.remember(SHOP, new LiveMemory(Path.of("/data/app.db"), Optional.empty()));
        replicas.keepAgreedProofs(SHOP, Set.of("one", "two"));
        replicas.keepLastGood(
                SHOP, new ReplicaHistory.LastGood("d1", NOON, new Contents("cafe", 5, new TreeMap<>(), true)));
        StoredObject damaged = new StoredObject("app/ltx/9/x.ltx", 5, NOON, "tag");
        StoredObject sound = new StoredObject("app/ltx/0/y.ltx", 6, NOON, "tag");
        ProvedDamage damage =
                new ProvedDamage(damaged, "a wrong checksum", new ProvingRun(ProvingRun.Kind.SCRUB, NOON));
        replicas.keepProved(
                SHOP,
                new ReadFiles(
                        "s3://b/app",
                        List.of(damaged, sound),
                        Map.of(damaged.key(), damage),
                        Set.of(sound),
                        Set.of(sound)));
    }

    @Test
    void aLineThatCannotBeImportedIsNamed() {
        String head = "{\"litedrill_history\":1}";
        try (HistoryStore store = open(NOON)) {
            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> store.importFrom(List.of("{}").iterator()))
                    .withMessageStartingWith("line 1: this is not an export");
            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> store.importFrom(
                            List.of(head, "{\"table\":\"pg_user\"}").iterator()))
                    .withMessageStartingWith("line 2: table: not known to this version. Found: pg_user");
            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> store.importFrom(List.of(head, "{\"table\":\"proofs\",\"database\":\"a\"}")
                            .iterator()))
                    .withMessageStartingWith("line 2: replica: expected a value. Found: nothing");
            assertThat(store.trouble()).isEmpty();
        }
    }

    /** PostgreSQL stores no NUL in a text; a request over HTTP may contain one. */
    @Test
    void textsWithANulAreStoredWithoutIt() {
        try (HistoryStore store = open(NOON)) {
            store.keep(new Audit.Attempt("-", "192.0.2.1", "a\0b", "restore", "404"));

            assertThat(store.attempts(1))
                    .extracting(kept -> kept.attempt().database())
                    .containsExactly("a\uFFFDb");
            assertThat(store.trouble()).isEmpty();
        }
    }

    @Test
    void anAddressOfAnotherSystemIsRefusedWithoutItsPassword() {
        PostgresSettings wrong =
                new PostgresSettings("jdbc:mysql://db/x?password=hunter2", Optional.empty(), Optional.empty());

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> PostgresHistory.open(wrong, Retention.DEFAULT, InstantSource.system()))
                .withMessageContaining("jdbc:mysql://db/x: no history: this is not a URL of PostgreSQL")
                .withMessageNotContaining("hunter2");
    }
}
