package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.litestream.Ledger;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Replicate.S3Place;
import io.litedrill.litestream.Writer;
import io.litedrill.recover.HoldingProcess;
import io.litedrill.storage.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accidents after which a backup is needed, on replicas that real Litestream wrote. */
class BadDayLiveTest {
    private static final String RESTORED = "Database successfully restored and verified";
    private static final int PAGE = 4096;
    private static final Map<String, BadDay> DAYS = new HashMap<>();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void replicate() throws Exception {
        for (String version : List.of("0.3.13", "0.5.17")) {
            DAYS.put(version, BadDay.of(version, shared.resolve(version)));
        }
    }

    /** Kinds of accidents. */
    private enum Accident {
        DELETED,
        DELETED_BUT_FOR_ITS_WAL,
        HEADER_OVERWRITTEN,
        PAGE_OVERWRITTEN,
        TRUNCATED,
        EMPTIED;

        void happen(BadDay.Copy to) throws IOException {
            long size = Files.size(to.live());
            switch (this) {
                case DELETED, DELETED_BUT_FOR_ITS_WAL -> Files.delete(to.live());
                case HEADER_OVERWRITTEN -> overwrite(to.live(), 0, 100);
                case PAGE_OVERWRITTEN -> overwrite(to.live(), PAGE, PAGE);
                case TRUNCATED -> truncate(to.live(), size / 2 / PAGE * PAGE);
                case EMPTIED -> truncate(to.live(), 0);
            }
        }

        BadDay.Copy of(BadDay day, Path folder) throws Exception {
            return this == DELETED_BUT_FOR_ITS_WAL ? day.crashed(folder) : day.closed(folder);
        }

        private static void truncate(Path file, long size) throws IOException {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(size);
            }
        }
    }

    private static void overwrite(Path file, long at, int bytes) throws IOException {
        byte[] other = new byte[bytes];
        Arrays.fill(other, (byte) 0x5a);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(other);
        }
    }

    static Stream<Arguments> accidents() {
        return Stream.of("0.3.13", "0.5.17")
                .flatMap(version -> Stream.of(Accident.values()).map(accident -> Arguments.of(version, accident)));
    }

    private BadDay.Copy closed(String version) throws Exception {
        return day(version).closed(folder.resolve("day"));
    }

    private static BadDay day(String version) {
        return DAYS.getOrDefault(version, DAYS.values().iterator().next());
    }

    private static void assertState(Path live, long userVersion) throws Exception {
        assertThat(live.resolveSibling("app.db-wal")).doesNotExist();
        Ledger ledger = Ledger.read(live);
        assertThat(ledger.isSound()).as("%s", ledger).isTrue();
        assertThat(ledger.userVersion()).isEqualTo(userVersion);
    }

    @ParameterizedTest
    @MethodSource("accidents")
    void theApplicationStartsOnTheNewestState(String version, Accident accident) throws Exception {
        BadDay.Copy copy = accident.of(day(version), folder.resolve("day"));
        accident.happen(copy);

        CommandLineRun run = copy.user().runs("ensure", "app", "--json");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).contains("DATABASE RESTORE REQUIRED").contains(RESTORED);
        assertState(copy.live(), BadDay.NEWEST);
        Path aside = Path.of(run.object().text("moved_aside").orElseThrow());
        assertThat(aside.resolve("litestream")).isDirectory();
        assertThat(Files.exists(aside.resolve("database-wal"))).isEqualTo(accident == Accident.DELETED_BUT_FOR_ITS_WAL);
    }

    /** A page that is wrong in the file and right in the -wal, as an interrupted checkpoint leaves it. */
    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void whatIsSoundOnlyTogetherWithItsWalIsLeftAlone(String version) throws Exception {
        BadDay.Copy copy = day(version).crashed(folder.resolve("day"));
        overwrite(copy.live(), (pageInWal(copy) - 1) * PAGE, PAGE);
        byte[] before = Files.readAllBytes(copy.live());

        CommandLineRun left = copy.user().runs("ensure", "app", "--json");
        assertThat(left.code()).as(left.out() + left.err()).isZero();
        assertThat(left.object().text("outcome")).contains("not_needed");
        assertThat(copy.user().runs("restore", "app", "--in-place", "--yes").code())
                .isEqualTo(4);
        assertThat(copy.live()).hasBinaryContent(before);

        Files.delete(copy.wal());
        assertThat(copy.user().runs("ensure", "app").err()).contains(RESTORED);
        assertState(copy.live(), BadDay.NEWEST);
    }

    private static long pageInWal(BadDay.Copy copy) throws IOException {
        ByteBuffer wal = ByteBuffer.wrap(Files.readAllBytes(copy.wal()));
        long pages = Files.size(copy.live()) / PAGE;
        long found = 0;
        for (int at = 32; at + 24 + PAGE <= wal.capacity(); at += 24 + PAGE) {
            long page = wal.getInt(at);
            found = page > 1 && page <= pages ? page : found;
        }
        assertThat(found).as("a page that is in both").isPositive();
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aBackupThatIsTooOldIsRefused(String version) throws Exception {
        BadDay.Copy copy = closed(version);
        Files.delete(copy.live());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Instant.now().isAfter(day(version).ended().plusSeconds(2)));

        CommandLineRun run = copy.user().runs("ensure", "app", "--max-age", "1s");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(4);
        assertThat(run.out() + run.err()).contains("--max-age allows 1s");
        assertThat(copy.live()).doesNotExist();
    }

    /**
     * The newest file is damaged: the restore reports that first, and restores an earlier state only when allowed. A
     * plan already detects a damaged segment; only a restore detects a damaged LTX file.
     */
    @ParameterizedTest
    @CsvSource({"0.3.13, 4, newest files cannot be reached", "0.5.17, 2, file-damaged"})
    void whatDoesNotRestoreFallsBackOnlyWhenAllowed(String version, int code, String reason) throws Exception {
        BadDay.Copy copy = closed(version);
        damageNewest(copy);
        overwrite(copy.live(), 0, 100);
        byte[] before = Files.readAllBytes(copy.live());

        CommandLineRun failed = copy.user().runs("restore", "app", "--in-place", "--yes", "--json");
        assertThat(failed.code()).as(failed.out() + failed.err()).isEqualTo(code);
        assertThat(failed.out()).contains(reason);
        assertThat(copy.live()).hasBinaryContent(before);

        CommandLineRun run = copy.user().runs("restore", "app", "--in-place", "--yes", "--fallback", "--json");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.json().get(0).get("fallback").get("lost_seconds").asDouble())
                .isPositive();
        long got = run.json().get(0).get("user_version").asLong();
        assertThat(got).isPositive().isLessThan(BadDay.NEWEST);
        assertState(copy.live(), got);
    }

    /** Damages all files that end at the newest position: a snapshot and a file of level 0 may lead to one state. */
    private static void damageNewest(BadDay.Copy copy) throws IOException {
        List<Path> files = BadDay.files(copy.replica());
        String newest = files.stream()
                .map(BadDayLiveTest::end)
                .filter(end -> end.startsWith("-"))
                .max(Comparator.naturalOrder())
                .orElseGet(() -> end(files.get(files.size() - 1)));
        for (Path file : files) {
            if (end(file).equals(newest)) {
                damage(file);
            }
        }
    }

    private static String end(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".ltx") ? name.substring(name.indexOf('-')) : name;
    }

    private static void damage(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void whatFailsTheOwnersOwnTestTakesNoPlace() throws Exception {
        BadDay.Copy copy = closed("0.5.17");
        Files.delete(copy.live());

        CommandLineRun run = copy.user("""
            verify:
              assertions:
                - {name: rich, sql: 'SELECT sum(balance) FROM account', expect: '> 1000000'}
            """).runs("restore", "app", "--in-place", "--yes", "--json");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.codes()).contains("assertion-failed");
        assertThat(copy.live()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aMigrationThatFailsIsSaidWithTheWayBack(String version) throws Exception {
        BadDay.Copy copy = closed(version);
        overwrite(copy.live(), PAGE, PAGE);
        User user = copy.user("restore: {after: [/bin/sh, -c, 'echo no such column >&2; exit 3']}\n");

        CommandLineRun run = user.runs("restore", "app", "--in-place", "--yes", "--json");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(5);
        assertThat(run.codes()).contains("hook-failed");
        Path aside = Path.of(run.object().text("moved_aside").orElseThrow());
        assertThat(run.out())
                .contains("no such column", "user_version " + BadDay.NEWEST)
                .contains("the old database is in " + aside)
                .contains("litedrill window app", "litedrill restore app --in-place");
        assertState(copy.live(), BadDay.NEWEST);

        Files.delete(copy.live());
        assertThat(user.runs("ensure", "app").code()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void whatAnotherProcessHasOpenIsRefusedWhateverIsForced(String version) throws Exception {
        BadDay.Copy copy = closed(version);
        try (HoldingProcess holding = HoldingProcess.running(copy.live(), "SELECT count(*) FROM account")) {
            CommandLineRun run = copy.user().runs("restore", "app", "--in-place", "--force", "--yes");
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out()).contains("in use", String.valueOf(holding.pid()));
            assertThat(copy.user().runs("ensure", "app").code()).isEqualTo(4);
        }
        assertThat(copy.user().runs("ensure", "app").code()).isZero();
    }

    /**
     * A database that is too large by its header (ltx), or that turns out to be too large during the restore (wal).
     */
    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aDiskThatIsTooSmallChangesNothing(String version) throws Exception {
        Path database = Files.createDirectory(folder.resolve("source")).resolve("app.db");
        Path replica = folder.resolve("replica");
        User there = BadDay.configured(folder, database, "file://" + replica, "");
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(
                        Replicate.toFolder(version, database, replica), folder.resolve("litestream"))) {
            writer.execute(List.of("CREATE TABLE large AS SELECT zeroblob(6000000) AS zeros"));
            writer.transfer();
            BadDay.awaitDrill(there, 1);
            litestream.end();
        }
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "4m")) {
            Path live = disk.folder().resolve("app.db");
            User user = BadDay.configured(folder, live, "file://" + replica, "");
            for (List<String> command :
                    List.of(List.of("ensure", "app"), List.of("restore", "app", "--in-place", "--yes"))) {
                Files.writeString(live, "what was left of it\n".repeat(100));

                CommandLineRun run = user.runs(command.toArray(String[]::new));

                assertThat(run.code()).as(run.out() + run.err()).isIn(3, 4);
                assertThat(run.out()).containsAnyOf("bytes are free", "bytes, ", "No space left on device");
                assertThat(live).hasContent("what was left of it\n".repeat(100));
                assertThat(disk.folder().toFile().list()).containsExactly("app.db");
            }
        }
    }

    @Test
    void aStoreThatDoesNotGiveTheBackupIsNeverOneWithoutABackup() throws Exception {
        Path database = Files.createDirectory(folder.resolve("live")).resolve("app.db");
        try (S3Server server = S3Server.inMemory()) {
            server.createBucket("backups");
            S3Place place =
                    new S3Place(server.endpoint(), "backups", "deep/app", server.accessKey(), server.secretKey());
            String right = "s3://backups/deep/app?endpoint=" + server.endpoint();
            User user = user(server.secretKey(), right);
            try (Writer writer = Writer.create(database);
                    LitestreamProcess litestream = LitestreamProcess.start(
                            Replicate.toS3("0.5.17", database, place), folder.resolve("litestream"))) {
                writer.transfer();
                BadDay.awaitDrill(user, 1);
                litestream.end();
            }
            Files.delete(database);

            String closedPort = right.replace(":" + server.port(), ":" + unusedPort());
            assertRefused(user(server.secretKey(), closedPort), 3, "did not answer");
            assertRefused(user("wrong-secret-0123456789", right), 3, "refused");
            assertRefused(user(server.secretKey(), right.replace("backups", "no-such-bucket")), 3, "no-such-bucket");
            assertRefused(user(server.secretKey(), right.replace("deep/app", "app")), 2, "s3://backups/app");
            assertThat(user(server.secretKey(), right).runs("ensure", "app").code())
                    .isZero();
            assertState(database, 1);
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return nobody.getLocalPort();
        }
    }

    private User user(String secret, String url) throws IOException {
        return BadDay.configured(folder, folder.resolve("live/app.db"), url, "")
                .with("AWS_ACCESS_KEY_ID", "LITEDRILLTESTKEY")
                .with("AWS_SECRET_ACCESS_KEY", secret);
    }

    private void assertRefused(User user, int code, String reason) {
        for (List<String> more : List.of(List.<String>of(), List.of("--if-replica-exists"))) {
            List<String> words = new ArrayList<>(List.of("ensure", "app"));
            words.addAll(more);
            CommandLineRun run = user.runs(words.toArray(String[]::new));
            assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
            assertThat(run.out() + run.err()).contains(reason).contains("WARNING: No backup found or restore failed");
            assertThat(folder.resolve("live/app.db")).doesNotExist();
        }
    }
}
