package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica returns to an earlier state, for example with its machine, and its writer uses the same TXIDs for other
 * transactions. The kept copy has a state that the replica no longer has, and the newer files do not fit.
 */
class RewrittenHistoryTest {
    private static final String ROOT = "replica";
    private static final int PAGE = 4096;
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private Instant now = START;
    /** Salts of the WAL that files of level 0 are created from. */
    private int salt = 1;

    private int runs;

    /** Writes a snapshot of TXID 1, transactions 2 to 6, and compactions of 2 to 3 and 4 to 5, and drills. */
    @BeforeEach
    void drillTheFirstHistory() throws IOException, SQLException {
        execute(
                "PRAGMA page_size=" + PAGE,
                "PRAGMA journal_mode=WAL",
                "CREATE TABLE a(id INTEGER PRIMARY KEY, text TEXT)",
                "CREATE TABLE b(id INTEGER PRIMARY KEY, text TEXT)",
                "INSERT INTO a VALUES (1, 'first')",
                "INSERT INTO b VALUES (1, 'first')");
        write(9, 1, 1, new byte[0]);
        change(1, 2, 3, "UPDATE a SET text = 'three'");
        Files.copy(database(), folder.resolve("at-3.db"));
        change(1, 4, 5, "UPDATE a SET text = 'five'");
        Files.copy(database(), folder.resolve("at-5.db"));
        change(0, 6, 6, "UPDATE a SET text = 'six'");
        assertThat(drill().outcome()).isEqualTo(Outcome.PASSED);
        assertThat(drill().isIncremental()).isTrue();
    }

    private void goBackTo(int txid) throws IOException {
        Files.copy(folder.resolve("at-" + txid + ".db"), database(), StandardCopyOption.REPLACE_EXISTING);
        salt++;
    }

    private void rewrite() throws IOException, SQLException {
        goBackTo(3);
        store.delete(name(1, 4, 5));
        store.delete(name(0, 6, 6));
        change(1, 4, 6, "UPDATE b SET text = 'other six'");
        change(0, 7, 7, "UPDATE b SET text = 'other seven'");
    }

    private Path database() {
        return folder.resolve("app.db");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private void change(int level, long first, long last, String sql) throws IOException, SQLException {
        byte[] before = Files.readAllBytes(database());
        execute(sql);
        write(level, first, last, before);
    }

    private static String name(int level, long first, long last) {
        return String.format(Locale.ROOT, ROOT + "/ltx/%d/%016x-%016x.ltx", level, first, last);
    }

    /** Writes the pages that differ from an earlier state. */
    private void write(int level, long first, long last, byte[] before) throws IOException {
        now = now.plusSeconds(60);
        byte[] after = Files.readAllBytes(database());
        LtxBuilder ltx =
                LtxBuilder.of(PAGE, after.length / PAGE).txids(first, last).timestamp(now);
        if (level == 0) {
            ltx.wal(32 + last * PAGE, PAGE, salt, salt);
        }
        for (int at = 0; at < after.length; at += PAGE) {
            byte[] page = Arrays.copyOfRange(after, at, at + PAGE);
            if (before.length <= at || !Arrays.equals(page, Arrays.copyOfRange(before, at, at + PAGE))) {
                ltx.page(at / PAGE + 1L, page);
            }
        }
        store.put(name(level, first, last), ltx.build(), now);
    }

    private CheckedReplica watched() {
        Objectives objectives = new Objectives(
                Duration.ofDays(10_000), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        return new CheckedReplica(
                new ReplicaId("app", "memory"),
                new Replica(store, ROOT),
                Optional.empty(),
                objectives,
                WriterSettings.DEFAULTS);
    }

    private DrillResult drill() {
        DrillOrder order = new DrillOrder(
                "run-" + runs++,
                watched(),
                new Point.Newest(),
                Expectations.DEFAULTS,
                ExtraChecks.DEFAULT.with(IncrementBench.keeping(Duration.ofDays(7))));
        return new Driller(
                        folder.resolve("scratch"),
                        new ReadingCache(1000),
                        ReplicaHistory.NONE,
                        () -> now.plusSeconds(30))
                .drill(order, RestoreListener.NONE);
    }

    @Test
    void theNextDrillReadsAllFiles() throws IOException, SQLException {
        rewrite();

        DrillResult result = drill();

        assertThat(result.outcome()).as("%s", result.findings()).isEqualTo(Outcome.PASSED);
        assertThat(result.run().fullBecause().orElseThrow()).contains("no longer has");
        assertThat(drill().isIncremental()).isTrue();
    }

    /** The state of the replica can have the same TXID, without newer files. */
    @Test
    void aHistoryThatEndsAtTheSameTxidIsAnother() throws IOException, SQLException {
        goBackTo(3);
        store.delete(name(1, 4, 5));
        store.delete(name(0, 6, 6));
        change(1, 4, 6, "UPDATE b SET text = 'other six'");

        DrillResult result = drill();

        assertThat(result.outcome()).as("%s", result.findings()).isEqualTo(Outcome.PASSED);
        assertThat(result.run().fullBecause().orElseThrow()).contains("no longer has");
    }

    @Test
    void aRestoreDoesNotMixBothHistories() throws IOException, SQLException {
        rewrite();

        assertRestored();
    }

    /** All files of the replica are from one writer: only the kept copy is from another one. */
    @Test
    void aTransactionThatDoesNotContinueTheKeptCopyIsNotAppliedToIt() throws IOException, SQLException {
        goBackTo(5);
        store.delete(name(0, 6, 6));
        change(1, 6, 6, "UPDATE b SET text = 'other six'");
        change(0, 7, 7, "UPDATE b SET text = 'other seven'");

        assertRestored();
        DrillResult result = drill();
        assertThat(result.outcome()).as("%s", result.findings()).isEqualTo(Outcome.PASSED);
        assertThat(result.run().fullBecause().orElseThrow()).contains("does not continue the kept copy");
        assertThat(drill().isIncremental()).isTrue();
    }

    /** Files of level 0 are deleted after they were compacted. */
    @Test
    void aCompactionOfTheNewestTransactionsIsNoOtherHistory() throws IOException, SQLException {
        store.delete(name(0, 6, 6));
        change(1, 6, 7, "UPDATE a SET text = 'six and seven'");

        DrillResult result = drill();

        assertThat(result.outcome()).as("%s", result.findings()).isEqualTo(Outcome.PASSED);
        assertThat(result.isIncremental()).as("%s", result.run().fullBecause()).isTrue();
        assertRestored();
    }

    private void assertRestored() throws IOException {
        Path output = folder.resolve("restored.db");
        RestoreReport report = new FileRestorer(new ReadingCache(1000), ReplicaHistory.NONE, () -> now.plusSeconds(30))
                .restore(
                        TestRequests.toFile("restore", new Point.Newest(), output, Permissions.NONE),
                        new RestoreSource(
                                watched(),
                                Expectations.DEFAULTS,
                                new KeptRestore(
                                        folder.resolve("scratch"), watched().id())),
                        RestoreListener.NONE);

        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(output).hasSameBinaryContentAs(database());
    }
}
