package io.litedrill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.CaseArchive;
import io.litedrill.litestream.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs commands without the privilege to read files of other users. Root has that privilege as a capability, which
 * {@code setpriv} drops.
 */
@Timeout(120)
class UnprivilegedTest {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String GENERATION = "generations/4c2ff0b1790ee7e1";

    @TempDir
    Path folder;

    private Path replica;

    @BeforeEach
    void unpack() throws IOException {
        replica = CaseArchive.unpack("old-segment-unreadable", folder).resolve("replica");
        for (String foreign : List.of("lost+found", "generations/lost+found", GENERATION + "/wal/.snapshot")) {
            Path closed = Files.createDirectory(replica.resolve(foreign));
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        }
    }

    @AfterEach
    void open() throws IOException {
        for (String foreign : List.of("lost+found", "generations/lost+found", GENERATION + "/wal/.snapshot")) {
            Files.setPosixFilePermissions(replica.resolve(foreign), PosixFilePermissions.fromString("rwx------"));
        }
    }

    private record Ended(int code, String output) {}

    private Ended run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            if ("1".equals(System.getenv("LITEDRILL_REQUIRE_TOOLS"))) {
                assertThat(SETPRIV).isExecutable();
            }
            Tools.need(Files.isExecutable(SETPRIV), SETPRIV + " is missing");
            command.addAll(List.of(SETPRIV.toString(), "--bounding-set=-dac_override,-dac_read_search"));
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command.addAll(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), "io.litedrill.cli.Main"));
        command.addAll(List.of(args));
        File output = folder.resolve("output").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("LITEDRILL_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output.toPath(), UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void neitherAnOldFileNorForeignFoldersAreInTheWay() throws Exception {
        Path restored = folder.resolve("restored.db");

        Ended check = run("check", replica.toString());
        Ended restore = run("restore", replica.toString(), "-o", restored.toString());

        assertThat(check.output())
                .contains("warning access-denied", GENERATION + "/wal/00000000_00000000.wal.lz4")
                .doesNotContain("lost+found", ".snapshot");
        assertThat(check.code()).as(check.output()).isEqualTo(2);
        assertThat(check.output().lines()).noneMatch(line -> line.startsWith("unknown "));
        assertThat(restore.code()).as(restore.output()).isZero();
        assertThat(restore.output()).contains("user_version 21", "warning access-denied");
        assertThat(restored).exists();
    }

    @Test
    void aFileThatTheNewestStateNeedsLeavesItUnknown() throws Exception {
        Path newest = replica.resolve(GENERATION + "/wal/00000009_000060b0.wal.lz4");
        Files.setPosixFilePermissions(newest, PosixFilePermissions.fromString("---------"));
        Path restored = folder.resolve("restored.db");

        for (List<String> command : List.of(
                List.of("drill", replica.toString()),
                List.of("plan", replica.toString()),
                List.of("restore", replica.toString(), "-o", restored.toString(), "--dry-run"),
                List.of("restore", replica.toString(), "-o", restored.toString()))) {
            Ended ended = run(command.toArray(String[]::new));
            assertThat(ended.code()).as(command + ": " + ended.output()).isEqualTo(3);
        }
        assertThat(restored).doesNotExist();
    }
}
