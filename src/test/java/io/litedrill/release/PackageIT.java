package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.DocumentBlock;
import io.litedrill.cli.ToolRun;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.litestream.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release: packed from the jar of this build, installed, run, removed, and compared with a second build. */
class PackageIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String[] GOALS = {
        "-B",
        "-q",
        "-Prelease",
        "exec:exec@release-documents",
        "cyclonedx:makeBom@release-sbom",
        "license:add-third-party@release-licences",
        "assembly:single@release-tar",
        "jdeb:jdeb@release-deb",
        "antrun:run@release-checksums"
    };

    private static final Pattern PUBLISHED = Pattern.compile(
            "(litedrill(\\.jar|-.*\\.tar\\.gz|_.*\\.deb)|lib/.*\\.jar|bom\\.json)(\\.sha256)?|release/THIRD-PARTY\\.txt");

    @TempDir
    Path folder;

    @BeforeAll
    static void pack() throws Exception {
        ToolRun run = ToolRun.of("mvn", GOALS);
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    private static Path only(String pattern) throws Exception {
        try (var files = Files.newDirectoryStream(TARGET, pattern)) {
            return files.iterator().next();
        }
    }

    @Test
    void theDebianPackageIsInstalledRunAndRemoved() throws Exception {
        Path root = folder.resolve("root");
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.createDirectories(root.resolve("etc"));
        Path replica = folder.resolve("replica");
        GoldenReplica.load("ltx/basic").copyTo(replica, Instant.now().minusSeconds(60));

        for (String command : DocumentBlock.commands(Path.of("docs/running.md"), "Packages")) {
            if (command.startsWith("apt install ./")) {
                dpkg(
                        root,
                        "--install",
                        only(command.substring("apt install ./".length())).toString());
            } else {
                new HostRoot(root).run(command);
            }
        }
        assertThat(new HostRoot(root).isEnabled("litedrill.service", "multi-user.target"))
                .isTrue();
        Path configuration = root.resolve("etc/litedrill.yml");
        assertThat(Files.getAttribute(configuration, "unix:mode")).isEqualTo(0100640);
        assertThat(Files.getAttribute(configuration, "unix:gid")).isNotEqualTo(0);
        Path launcher = root.resolve("usr/bin/litedrill");
        CommandRun run = new CommandRun(folder);
        assertThat(run.process(List.of(launcher.toString(), "--version")).output())
                .contains("0.1.0");
        CommandRun.Result drill = run.process(List.of(launcher.toString(), "drill", replica.toString()));
        assertThat(drill.exitCode()).as(drill.output()).isZero();
        assertThat(drill.output()).contains("passed");
        assertArchives(root.resolve("usr/share/litedrill/start"));
        assertThat(Files.readString(root.resolve("etc/passwd"))).contains("litedrill:");
        for (String each : List.of(
                "lib/systemd/system/litedrill.service",
                "usr/share/man/man1/litedrill-restore.1",
                "usr/share/bash-completion/completions/litedrill",
                "usr/share/doc/litedrill/examples/litedrill.yml",
                "usr/share/doc/litedrill/THIRD-PARTY.txt",
                "usr/share/litedrill/lib/litedrill-gcs.jar")) {
            assertThat(root.resolve(each)).isNotEmptyFile();
        }

        Files.createDirectories(root.resolve("var/lib/litedrill"));
        dpkg(root, "--remove", "litedrill");
        assertThat(launcher).doesNotExist();
        assertThat(root.resolve("usr/share/litedrill")).doesNotExist();
        assertThat(root.resolve("var/lib/litedrill")).exists();
        dpkg(root, "--purge", "litedrill");
        assertThat(root.resolve("var/lib/litedrill")).doesNotExist();
    }

    private static void assertArchives(Path start) throws Exception {
        try (var folders = Files.newDirectoryStream(start)) {
            Path made = folders.iterator().next();
            assertThat(made.resolve("commands.jsa")).isNotEmptyFile();
            assertThat(made.resolve("daemon.jsa")).isNotEmptyFile();
        }
    }

    private static void dpkg(Path root, String... words) throws Exception {
        Tools.require("systemd-sysusers");
        String[] options = {
            "--root=" + root, "--force-script-chrootless", "--force-depends", "--force-not-root", "--log=/dev/null"
        };
        ToolRun run = ToolRun.of(
                "dpkg",
                Stream.concat(Arrays.stream(options), Arrays.stream(words)).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @Test
    void theArchiveRunsFromAnyFolder() throws Exception {
        ToolRun unpacked = ToolRun.of("tar", "-xzf", only("litedrill-*.tar.gz").toString(), "-C", folder.toString());
        assertThat(unpacked.exitCode()).as(unpacked.output()).isZero();
        Path home = folder.resolve("litedrill-0.1.0");

        CommandRun.Result demo = new CommandRun(folder)
                .with("LITEDRILL_CACHE", "")
                .process(List.of(home.resolve("litedrill").toString(), "demo", "--once"));

        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("sound-ltx");
        assertThat(home.resolve("lib/litedrill-sftp.jar")).exists();
        assertThat(home.resolve("config/systemd/litedrill.service")).exists();
    }

    /** A time or a user of this machine in a package would make each build different. */
    @Test
    void everyFileHasTheTimeOfTheReleaseAndBelongsToRoot() throws Exception {
        List<ToolRun> lists = List.of(
                ToolRun.of("tar", "--utc", "-tvzf", only("litedrill-*.tar.gz").toString()),
                ToolRun.of("sh", "-c", "dpkg-deb --fsys-tarfile " + only("litedrill_*.deb") + " | tar --utc -tvf -"));

        assertThat(lists)
                .allSatisfy(list -> assertThat(list.output().lines())
                        .hasSizeGreaterThan(40)
                        .allMatch(line -> line.matches("\\S+ root/root +\\d+ 2026-11-01 00:00 \\S.*")));
        assertThat(Files.readString(TARGET.resolve("bom.json")))
                .doesNotContain("\"timestamp\"", "\"serialNumber\"")
                .doesNotContain(TARGET.toString());
    }

    /** The second build has another folder, umask, time zone and language, and skips the checks of the compiler. */
    @Test
    void aSecondBuildMakesTheSameBytes() throws Exception {
        Path second = Files.createDirectories(folder.resolve("a second/folder"));
        ImageBuild.shell(
                "umask 077; tar --exclude=./target --exclude=./.git --exclude=./.ci/cache -cf - . | tar -xf - -C '"
                        + second + "' && cd '" + second
                        + "' && TZ=Asia/Tokyo LC_ALL=C mvn -B -q -Pfast,release package -Dmaven.test.skip=true </dev/null");

        List<Path> published = published(TARGET);
        assertThat(published(second.resolve("target"))).isEqualTo(published).hasSizeGreaterThan(14);
        for (Path file : published) {
            assertThat(Files.mismatch(
                            TARGET.resolve(file), second.resolve("target").resolve(file)))
                    .as("%s: first different byte. Is target older than the sources?", file)
                    .isEqualTo(-1);
        }
    }

    private static List<Path> published(Path target) throws Exception {
        try (Stream<Path> files = Files.walk(target, 2)) {
            return files.map(target::relativize)
                    .filter(file -> PUBLISHED.matcher(file.toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachFileHasItsChecksum() throws Exception {
        for (Path file :
                List.of(only("litedrill.jar"), only("litedrill-*.tar.gz"), only("litedrill_*.deb"), only("bom.json"))) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));

            assertThat(Files.readString(Path.of(file + ".sha256")).strip())
                    .isEqualTo(HexFormat.of().formatHex(hash) + "  " + file.getFileName());
        }
    }

    @Test
    void theBillOfMaterialsAndTheLicencesNameEachLibrary() throws Exception {
        JsonObject bom = JsonObject.parse(Files.readString(TARGET.resolve("bom.json")));
        List<String> names = bom.objects("components").orElseThrow().stream()
                .map(each -> each.text("name").orElse(""))
                .toList();
        String licences = Files.readString(TARGET.resolve("release/THIRD-PARTY.txt"));

        assertThat(names).contains("sqlite-jdbc", "quartz", "javalin", "s3").doesNotContain("assertj-core");
        assertThat(names).allSatisfy(name -> assertThat(licences).contains(":" + name + ":"));
        assertThat(licences).doesNotContain("(Unknown license)");
    }
}
