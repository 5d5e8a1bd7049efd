package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.litedrill.cli.CommandLineRun.User;
import io.litedrill.files.Attacker;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.HoldingProcess;
import io.litedrill.recover.KilledRestoreBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another user owns the folder of the database, and root runs commands: no file elsewhere changes, and no command
 * hangs.
 */
class HostileFolderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of(
            ".app.db.litedrill-restore.lock",
            ".app.db.litedrill-intent",
            ".app.db.litedrill-intent.tmp",
            ".app.db.litedrill-owed",
            ".app.db.litedrill-owed.tmp",
            ".app.db.litedrill-new",
            ".app.db.litedrill-probe",
            ".app.db-litestream",
            "app.db-wal",
            "app.db-shm",
            "app.db-journal",
            "app.db");
    private static final List<String> KINDS =
            List.of("link to a file", "link to a folder", "dangling link", "pipe", "hard link", "socket", "folder");

    @TempDir
    Path folder;

    private User user;
    private Path data;
    private Path live;
    private Path victims;
    private Map<String, String> before;

    @BeforeEach
    void giveTheFolderToTheAttacker() throws Exception {
        Attacker.requireRoot();
        GoldenReplica.load("wal/basic")
                .copyTo(folder.resolve("r/app"), Instant.now().minus(Duration.ofMinutes(2)));
        data = Attacker.owns(Files.createDirectory(folder.resolve("live")));
        live = data.resolve("app.db");
        user = new User(folder)
                .with("LITEDRILL_HOME", folder.resolve("home").toString())
                .configured("""
                    databases:
                      - {name: app, path: LIVE, replica: 'file://BASE/r/app'}
                    """.replace("BASE", folder.toString()).replace("LIVE", live.toString()));
        HoldingProcess.running(live, "CREATE TABLE t(a)", "INSERT INTO t VALUES(1)")
                .close();
        Attacker.owns(live);
        victims = folder.resolve("etc");
        Files.createDirectories(victims.resolve("sub"));
        Files.writeString(victims.resolve("shadow"), "secret");
        Files.setPosixFilePermissions(victims.resolve("shadow"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(victims.resolve("sub/precious"), "precious");
        before = all(victims);
    }

    /** Returns every name below a folder, with owner, mode and content. */
    private static Map<String, String> all(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                Map<String, Object> facts = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
                String content = Files.isRegularFile(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
                found.put(path.toString(), new TreeMap<>(facts) + " " + content);
            }
        }
        return found;
    }

    static Stream<Arguments> namesAndKinds() {
        List<Arguments> all = new ArrayList<>();
        NAMES.forEach(name -> KINDS.forEach(kind -> all.add(Arguments.of(name, kind))));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("namesAndKinds")
    void rootHarmsNothingElsewhereAndDoesNotHang(String name, String kind) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            put(data.resolve(name), kind, server);
            for (String command : List.of("check", "restore app --in-place --yes --dry-run", "ensure")) {
                run(command);
            }
            run("restore app --in-place --yes --force");
        }
    }

    private void put(Path path, String kind, ServerSocketChannel server) throws IOException {
        Files.deleteIfExists(path);
        switch (kind) {
            case "link to a file" -> Attacker.owns(Files.createSymbolicLink(path, victims.resolve("shadow")));
            case "link to a folder" -> Attacker.owns(Files.createSymbolicLink(path, victims.resolve("sub")));
            case "dangling link" -> Attacker.owns(Files.createSymbolicLink(path, victims.resolve("new")));
            case "pipe" -> Attacker.owns(Attacker.pipe(path));
            case "hard link" -> Files.createLink(path, victims.resolve("shadow"));
            case "socket" -> {
                // the address of a socket has 107 bytes at most
                Path near = folder.resolve("s");
                server.bind(UnixDomainSocketAddress.of(near));
                Files.move(near, path);
                Attacker.owns(path);
            }
            default -> {
                Files.createDirectory(path);
                Attacker.owns(Files.createSymbolicLink(path.resolve("database"), victims.resolve("shadow")));
                Attacker.owns(Files.createSymbolicLink(path.resolve("link"), victims.resolve("sub")));
                Attacker.owns(path);
            }
        }
    }

    private CommandLineRun run(String command) throws IOException {
        CommandLineRun run = assertTimeoutPreemptively(LIMIT, () -> user.runs(command.split(" ")));
        assertThat(run.code()).as(command + ": " + run.out() + run.err()).isNotEqualTo(70);
        assertThat(all(victims)).as(command).isEqualTo(before);
        assertThat(run.out() + run.err()).doesNotContain("/proc/self/fd").doesNotContain("secret");
        return run;
    }

    @Test
    void aForgedIntentIsNotBelieved() throws Exception {
        KilledRestoreBench.cutOffBeforeTheNewIsPlaced(live);
        Path intent = data.resolve(".app.db.litedrill-intent");
        Attacker.owns(intent);

        CommandLineRun ensure = run("ensure");

        assertThat(ensure.code()).isEqualTo(4);
        assertThat(ensure.err() + ensure.out()).contains("belongs to user 54321");
        assertThat(intent).exists();
        assertThat(live).doesNotExist();
    }

    /** Even when root itself wrote the file. */
    @ParameterizedTest
    @MethodSource("forgedPaths")
    void anIntentThatNamesOtherPathsIsNotFollowed(String key, String path) throws Exception {
        KilledRestoreBench.cutOffBeforeTheNewIsPlaced(live);
        Path intent = data.resolve(".app.db.litedrill-intent");
        String elsewhere = path.replace("ETC", victims.toString()).replace("DATA", data.toString());
        String forged = Files.readString(intent)
                .replaceAll("(?m)^" + key + "=.*$", key + "=" + elsewhere)
                .replaceAll("drop_old=false", "drop_old=true");
        Files.writeString(intent, forged);

        for (String command : List.of("check", "ensure", "restore app --in-place --yes --force")) {
            run(command);
        }
        assertThat(intent).exists();
    }

    static Stream<Arguments> forgedPaths() {
        return Stream.of(
                Arguments.of("old.folder", "ETC"),
                Arguments.of("old.folder", "ETC/app.db.replaced.20261101T000000Z"),
                Arguments.of("old.folder", "DATA/../etc/app.db.replaced.20261101T000000Z"),
                Arguments.of("old.folder", "DATA/app.db.replaced.20261101T000000Z/../../etc"),
                Arguments.of("old.folder", "DATA/other"),
                Arguments.of("old.folder", "app.db.replaced.20261101T000000Z"),
                Arguments.of("old.state", "ETC/sub"),
                Arguments.of("old.state", "DATA/.app.db-litestream.replaced/../../etc"),
                Arguments.of("old.state", "ETC/.app.db-litestream.replaced"));
    }

    @Test
    void aForgedMarkerRunsNothing() throws Exception {
        user.configured("""
            restore: {after: [touch, BASE/ran]}
            databases:
              - {name: app, path: LIVE, replica: 'file://BASE/r/app'}
            """.replace("BASE", folder.toString()).replace("LIVE", live.toString()));
        Path marker = Attacker.owns(Files.writeString(data.resolve(".app.db.litedrill-owed"), "run=a\n"));
        CommandLineRun ensure = run("ensure");
        assertThat(ensure.code()).isEqualTo(4);
        assertThat(ensure.err() + ensure.out()).contains("belongs to user 54321");
        assertThat(folder.resolve("ran")).doesNotExist();
        assertThat(marker).exists();
    }

    /** The attacker also owns the parent folder, and replaced it by a link to another folder. */
    @Test
    void aFolderThatBecameALinkIsNotFollowed() throws Exception {
        Path home = Attacker.owns(Files.createDirectory(folder.resolve("user")));
        Attacker.owns(Files.createSymbolicLink(home.resolve("data"), victims));
        user.configured("""
            databases:
              - {name: app, path: BASE/user/data/app.db, replica: 'file://BASE/r/app'}
            """.replace("BASE", folder.toString()));
        run("check");
        for (String command : List.of("ensure", "restore app --in-place --yes --force")) {
            CommandLineRun run = run(command);
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out() + run.err()).contains("symbolic link of user 54321");
        }
    }

    /**
     * Links that an owner may use: the folder and file belong to the application, root runs the commands, and the
     * link belongs to root or to the application.
     */
    @ParameterizedTest
    @MethodSource("ownLinks")
    void whatTheOwnerSetUpGoesOnWorking(boolean linkOfRoot) throws Exception {
        Path link = folder.resolve("data-link");
        Files.createSymbolicLink(link, data);
        if (!linkOfRoot) {
            Attacker.owns(link);
        }
        user.configured("""
            databases:
              - {name: app, path: BASE/data-link/app.db, replica: 'file://BASE/r/app'}
            """.replace("BASE", folder.toString()));
        Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(run("check").code()).isZero();
        assertThat(run("ensure").code()).isZero();
        CommandLineRun run = run("restore app --in-place --yes --force");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(Files.getAttribute(live, "unix:uid")).isEqualTo(Attacker.UID);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live)))
                .isEqualTo("rw-r-----");
    }

    static Stream<Arguments> ownLinks() {
        return Stream.of(Arguments.of(true), Arguments.of(false));
    }

    /** A restore by the application's user was killed: its lock file and its claim do not block root. */
    @Test
    void aStaleLockOfTheApplicationsUserIsNoObstacle() throws Exception {
        Attacker.owns(Files.writeString(data.resolve(".app.db.litedrill-restore.lock"), "x"));
        Attacker.owns(Files.writeString(data.resolve(".app.db.litedrill-restore.lock.1234"), ""));
        CommandLineRun run = run("restore app --in-place --yes --force");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(data.toFile().list()).noneMatch(name -> name.contains("litedrill"));
    }

    /** While root restores repeatedly, the attacker replaces each file of root with links and pipes. */
    @Test
    void whatRootMakesIsExchangedWhileItWorks() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger exchanged = new AtomicInteger();
        Thread attacker = new Thread(() -> {
            for (int i = 0; !end.get(); i++) {
                exchange(i, exchanged);
            }
        });
        attacker.start();
        try {
            for (int i = 0; i < 12; i++) {
                run("restore app --in-place --yes --force");
                run("restore app -o live/out" + i + ".db");
                run("check");
            }
        } finally {
            end.set(true);
            attacker.join();
        }
        assertThat(exchanged.get()).isPositive();
    }

    private void exchange(int round, AtomicInteger exchanged) {
        try (Stream<Path> made = Files.list(data)) {
            for (Path path : made.filter(HostileFolderTest::isOfRoot).toList()) {
                Files.move(path, data.resolve("taken" + round + path.getFileName()));
                Path trap = folder.resolve("trap");
                switch (round % 3) {
                    case 0 -> Files.createSymbolicLink(trap, victims);
                    case 1 -> Files.createSymbolicLink(trap, victims.resolve("shadow"));
                    default -> Attacker.pipe(trap);
                }
                Files.move(Attacker.owns(trap), path);
                exchanged.incrementAndGet();
            }
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            assertThat(goneMeanwhile).isNotNull();
        }
        try (Stream<Path> put = Files.list(data)) {
            for (Path path : put.filter(path -> !Files.isRegularFile(path)).toList()) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            assertThat(goneMeanwhile).isNotNull();
        }
    }

    private static boolean isOfRoot(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.contains("litedrill") || name.contains("restoring") || name.contains(".replaced.");
    }

    /** The attacker exchanges the parent folder for a link to another folder and back, as fast as possible. */
    @Test
    void theFolderItselfIsExchangedWhileRootWorks() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        Path away = folder.resolve("away");
        Path link = Attacker.owns(Files.createSymbolicLink(folder.resolve("link"), victims));
        Thread attacker = new Thread(() -> {
            while (!end.get()) {
                try {
                    Files.move(data, away);
                    Files.move(link, data);
                    Files.move(data, link);
                    Files.move(away, data);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        attacker.start();
        try {
            for (int i = 0; i < 40; i++) {
                assertTimeoutPreemptively(LIMIT, () -> user.runs("restore app --in-place --yes --force".split(" ")));
                assertTimeoutPreemptively(LIMIT, () -> user.runs("ensure", "app"));
                assertThat(all(victims)).isEqualTo(before);
            }
        } finally {
            end.set(true);
            attacker.join();
        }
    }
}
