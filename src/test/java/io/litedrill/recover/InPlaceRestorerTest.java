package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.InPlaceRestore.LiveFile;
import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InPlaceRestorerTest {
    private static final Permissions NOTHING = Permissions.NONE;

    @TempDir
    Path folder;

    private InPlaceBench bench(String golden) throws IOException {
        return InPlaceBench.of(golden, folder);
    }

    private static void assertRestored(InPlaceBench bench, RestoreReport report, String golden)
            throws IOException, SQLException {
        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(Dump.sha256(bench.live()))
                .isEqualTo(GoldenReplica.load(golden).expected(Kind.NEWEST).dumpSha256());
        assertThat(OldAndNew.leftovers(bench.data())).isEmpty();
    }

    private void assertUntouched(InPlaceBench bench, Map<String, String> before, RestoreReport report)
            throws IOException {
        assertThat(report.word()).as(report.reason()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(contents()).isEqualTo(before);
        assertThat(report.run().movedAside()).isEmpty();
        assertThat(bench.data().toFile().list()).isNotNull();
    }

    /** Returns every file of the data folder with its bytes. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.resolve("data"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                found.put(
                        folder.relativize(path).toString(),
                        Base64.getEncoder().encodeToString(Files.readAllBytes(path)));
            }
        }
        return found;
    }

    private static void soundDatabase(Path file) throws Exception {
        HoldingProcess.running(file, "PRAGMA journal_mode=WAL", "CREATE TABLE t(a)", "INSERT INTO t VALUES(1)")
                .close();
    }

    @Test
    void aMissingDatabaseIsRestoredWithNothingAside() throws Exception {
        InPlaceBench bench = bench("wal/indexes");
        RestoreReport report = bench.restore(NOTHING);
        assertRestored(bench, report, "wal/indexes");
        assertThat(report.run().movedAside()).isEmpty();
        assertThat(bench.data().toFile().list()).containsExactly("app.db");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.live())))
                .isEqualTo("rw-------");
    }

    @Test
    void aStaleWalBesideAMissingDatabaseNeverMeetsTheNewOne() throws Exception {
        InPlaceBench bench = bench("wal/indexes");
        Path elsewhere = folder.resolve("elsewhere.db");
        soundDatabase(elsewhere);
        Files.copy(folder.resolve("elsewhere.db-wal"), bench.live().resolveSibling("app.db-wal"));

        RestoreReport report = bench.restore(NOTHING);

        assertRestored(bench, report, "wal/indexes");
        assertThat(report.run().movedAside().orElseThrow().resolve("database-wal"))
                .exists();
        assertThat(bench.live().resolveSibling("app.db-wal")).doesNotExist();
    }

    @Test
    void aCorruptDatabaseMovesAsideAsCorruptedWithItsModeKept() throws Exception {
        InPlaceBench bench = bench("wal/indexes");
        Files.writeString(bench.live(), "no database");
        Files.setPosixFilePermissions(bench.live(), PosixFilePermissions.fromString("rw-r-----"));
        Path state = Files.createDirectory(bench.live().resolveSibling(".app.db-litestream"));
        Files.writeString(state.resolve("generation"), "0123");

        RestoreReport report = bench.restore(NOTHING);

        assertRestored(bench, report, "wal/indexes");
        Path aside = report.run().movedAside().orElseThrow();
        assertThat(String.valueOf(aside.getFileName())).matches("app\\.db\\.corrupted\\.\\d{8}T\\d{6}Z");
        assertThat(aside.resolve("database")).hasContent("no database");
        assertThat(aside.resolve("litestream/generation")).hasContent("0123");
        assertThat(state).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.live())))
                .isEqualTo("rw-r-----");
    }

    /** Litestream's state, if it exists, would be applied to the new database. */
    @Test
    void aStateOfLitestreamThatCannotBeReadRefusesTheRestore() throws Exception {
        InPlaceBench bench = bench("wal/indexes");
        Files.writeString(bench.live(), "no database");
        Map<String, String> before = contents();
        InPlaceRestore order = bench.order(new Point.Newest(), NOTHING);
        LiveFile file =
                new LiveFile(bench.live(), Optional.of(folder.resolve("x".repeat(300))), Ownership.Wanted.AS_FOLDER);

        RestoreReport report = bench.restorer(SwapListener.NONE)
                .restore(new InPlaceRestore(order.request(), order.source(), file), RestoreListener.NONE);

        assertUntouched(bench, before, report);
    }

    @Test
    void theOwnerIsKept() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        Files.writeString(bench.live(), "no database");
        Tools.need("root".equals(System.getProperty("user.name")), "only root gives files away");
        Files.setAttribute(bench.live(), "unix:uid", 12345);
        Files.setAttribute(bench.live(), "unix:gid", 12346);

        RestoreReport report = bench.restore(NOTHING);

        assertRestored(bench, report, "wal/basic");
        assertThat(Files.getAttribute(bench.live(), "unix:uid")).isEqualTo(12345);
        assertThat(Files.getAttribute(bench.live(), "unix:gid")).isEqualTo(12346);
    }

    @Test
    void aSoundDatabaseIsReplacedOnlyByForceAndCanBeOpenedAsItWasMoved() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        soundDatabase(bench.live());
        Map<String, String> before = contents();

        RestoreReport refused = bench.restore(NOTHING);
        assertUntouched(bench, before, refused);
        assertThat(refused.reason()).contains("is a sound database").contains("--force");

        RestoreReport report = bench.restore(InPlaceBench.FORCE);
        assertRestored(bench, report, "wal/basic");
        Path old = report.run().movedAside().orElseThrow().resolve("database");
        assertThat(old.toString()).contains(".replaced.");
        HoldingProcess.running(old, "INSERT INTO t SELECT 1 FROM t").close();
    }

    @Test
    void withoutABackupTheOldSetIsGoneAfterwards() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        Files.writeString(bench.live(), "no database");
        RestoreReport report = bench.restore(Permissions.of(Permission.NO_BACKUP));
        assertRestored(bench, report, "wal/basic");
        assertThat(report.run().movedAside()).isEmpty();
        assertThat(bench.data().toFile().list()).containsExactly("app.db");
    }

    @Test
    void aDatabaseInUseIsRefusedWhateverIsForced() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        try (HoldingProcess holder =
                HoldingProcess.running(bench.live(), "PRAGMA journal_mode=WAL", "CREATE TABLE t(a)")) {
            Map<String, String> before = contents();
            RestoreReport report = bench.restore(Permissions.of(
                    Permission.FALLBACK,
                    Permission.ACCEPT_SMALLER,
                    Permission.SKIP_ASSERTIONS,
                    Permission.FORCE,
                    Permission.NO_BACKUP,
                    Permission.NEW_REPLICA));
            assertUntouched(bench, before, report);
            assertThat(report.reason()).contains("process " + holder.pid() + " (sqlite3)");
        }
    }

    @Test
    void aDatabaseTakenIntoUseMeanwhileIsRefusedBeforeTheSwap() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        soundDatabase(bench.live());
        HoldingProcess[] holder = new HoldingProcess[1];
        RestoreListener late = file -> {
            if (holder[0] == null) {
                holder[0] = started(bench.live());
            }
        };
        RestoreReport report =
                bench.restorer(SwapListener.NONE).restore(bench.order(new Point.Newest(), InPlaceBench.FORCE), late);
        holder[0].close();
        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("was taken into use").contains("process");
        assertThat(bench.live()).exists();
        assertThat(OldAndNew.leftovers(bench.data())).isEmpty();
    }

    private static HoldingProcess started(Path database) {
        try {
            return HoldingProcess.running(database, "SELECT * FROM t");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void asLongAsAnotherRestoreRunsItIsRefused() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        SidecarPaths beside = new SidecarPaths(LivePlace.of(bench.live(), Optional.empty()));
        try (RestoreLock lock = RestoreLock.take(beside.lock()).orElseThrow()) {
            RestoreReport report = bench.restore(InPlaceBench.FORCE);
            assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
            assertThat(report.reason()).contains("another restore of it is running");
            assertThat(lock).isNotNull();
        }
        assertRestored(bench, bench.restore(NOTHING), "wal/basic");
    }

    @Test
    void anInterruptBeforeTheSwapLeavesEverythingAsItWas() throws Exception {
        InPlaceBench bench = bench("wal/indexes");
        Files.writeString(bench.live(), "no database");
        Map<String, String> before = contents();
        RestoreListener interrupted = file -> Thread.currentThread().interrupt();
        RestoreReport report =
                bench.restorer(SwapListener.NONE).restore(bench.order(new Point.Newest(), NOTHING), interrupted);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
        assertThat(contents()).isEqualTo(before);
        assertThat(OldAndNew.leftovers(bench.data())).isEmpty();
    }

    @Test
    void anInterruptDuringTheSwapDoesNotCutItOff() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        Files.writeString(bench.live(), "no database");
        Thread caller = Thread.currentThread();
        SwapListener interrupting = step -> caller.interrupt();
        RestoreReport report =
                bench.restorer(interrupting).restore(bench.order(new Point.Newest(), NOTHING), RestoreListener.NONE);
        assertThat(Thread.interrupted()).isTrue();
        assertRestored(bench, report, "wal/basic");
    }

    @Test
    void whatDoesNotVerifyReplacesNothing() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        Files.writeString(bench.live(), "no database");
        Path snapshot = bench.replica().files("/snapshots/").get(0);
        bench.replica().flip(snapshot, Files.size(snapshot) / 2);
        Map<String, String> before = contents();

        RestoreReport report = bench.restore(InPlaceBench.FORCE);

        assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aFailureInTheMiddleOfTheSwapIsUndone() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        soundDatabase(bench.live());
        Map<String, String> before = contents();
        SwapListener squatter = step -> {
            if (step == SwapStep.PLACE_NEW && !Files.exists(bench.live())) {
                occupied(bench.live());
            }
        };
        RestoreReport report = bench.restorer(squatter)
                .restore(bench.order(new Point.Newest(), InPlaceBench.FORCE), RestoreListener.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.FAILED);
        Map<String, String> after = contents();
        assertThat(after).containsAllEntriesOf(before);
        assertThat(after.keySet().stream().filter(name -> !before.containsKey(name)))
                .allMatch(name -> name.contains("-since/database"));
    }

    private static void occupied(Path path) {
        try {
            Files.writeString(path, "somebody's");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void throughASymbolicLinkTheFileBehindItIsReplacedAndTheLinkStays() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        Files.writeString(bench.live(), "no database");
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), Path.of("data/app.db"));
        RestoreReport report = bench.restorer(SwapListener.NONE)
                .restore(bench.order(link, new Point.Newest(), NOTHING), RestoreListener.NONE);
        assertRestored(bench, report, "wal/basic");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void withoutItsFolderItIsRefused() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        RestoreReport report = bench.restorer(SwapListener.NONE)
                .restore(bench.order(folder.resolve("no/app.db"), new Point.Newest(), NOTHING), RestoreListener.NONE);
        assertThat(report.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(report.reason()).contains("the folder is not there");
    }

    @Test
    void aReplicaInWhichLitestreamWouldBeginAnewIsRefusedUntilItMayMove() throws Exception {
        InPlaceBench bench = bench("ltx/basic");
        List<Path> level0 = bench.replica().files("/ltx/0/");
        assertThat(bench.replica().files("/ltx/1/")).isNotEmpty();
        for (Path file : level0) {
            Files.delete(file);
        }
        RestoreReport refused = bench.restore(NOTHING);
        assertThat(refused.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(refused.reason()).contains("level-0").contains("--new-replica");
        RestoreReport allowed = bench.restore(Permissions.of(Permission.NEW_REPLICA));
        assertThat(allowed.word()).as(allowed.reason()).isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void aSurveySaysWhatARestoreWouldAndChangesNothing() throws Exception {
        InPlaceBench bench = bench("wal/basic");
        soundDatabase(bench.live());
        Map<String, String> before = contents();
        PreflightResult survey =
                bench.restorer(SwapListener.NONE).survey(bench.order(new Point.Newest(), NOTHING), Optional.empty());
        assertThat(survey.refusal().orElseThrow().reason().text()).contains("--force");
        assertThat(survey.refusal().orElseThrow().overriddenBy()).contains(Permission.FORCE);
        assertThat(contents()).isEqualTo(before);
        assertThat(bench.restorer(SwapListener.NONE)
                        .survey(bench.order(new Point.Newest(), InPlaceBench.FORCE), Optional.empty())
                        .refusal())
                .isEmpty();
    }

    /**
     * Includes databases that another process cannot count: written just now, or with a -wal and no -shm, as after a
     * crash.
     */
    @ParameterizedTest
    @ValueSource(strings = {"closed", "crashed"})
    void fewerThanHalfOfTheRowsThatAreThereAreRefused(String how) throws Exception {
        InPlaceBench bench = InPlaceBench.of("wal/basic", folder);
        HoldingProcess.running(
                        bench.live(),
                        "PRAGMA journal_mode=WAL",
                        "CREATE TABLE t(a)",
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t"
                                + " SELECT i FROM n")
                .close();
        Files.delete(bench.live().resolveSibling("app.db-shm"));
        if (how.equals("closed")) {
            try (Connection last = DriverManager.getConnection("jdbc:sqlite:" + bench.live());
                    Statement statement = last.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }
        Map<String, String> before = contents();

        RestoreReport refused = bench.restore(InPlaceBench.FORCE);
        assertUntouched(bench, before, refused);
        assertThat(refused.reason()).contains("5000 of the live database", "--accept-smaller");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();

        Permissions smaller = Permissions.of(Permission.ACCEPT_SMALLER, Permission.FORCE);
        assertRestored(bench, bench.restore(smaller), "wal/basic");
    }
}
