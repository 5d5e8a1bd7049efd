package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A replica in which 100,000 files are damaged, read by processes with 128 MB of heap. */
class MassDamageTest {
    private static final int DAMAGED = 100_000;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir(factory = InMemory.class)
    static Path folder;

    /** Temporary folder in memory if possible: 200,000 small files are cheap there. */
    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "litedrill")
                    : Files.createTempDirectory("litedrill");
        }
    }

    @BeforeAll
    static void damage() throws IOException {
        Instant then = Instant.now().minus(Duration.ofHours(1));
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("wal"), then);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("ltx"), then);
        Path segments =
                first(folder.resolve("wal"), ".wal.lz4").resolveSibling(".").normalize();
        Path level0 = first(folder.resolve("ltx"), ".ltx").resolveSibling(".").normalize();
        String newest = String.valueOf(last(folder.resolve("ltx")).getFileName());
        long lastTxid = Long.parseLong(newest.substring(17, 33), 16);
        byte[] header = Files.readAllBytes(first(folder.resolve("ltx"), ".ltx"));
        FileTime time = FileTime.from(then.plusSeconds(60));
        for (int i = 0; i < DAMAGED; i++) {
            String segment = String.format(Locale.ROOT, "%08x_00000000.wal.lz4", i + 1);
            write(segments.resolve(segment), new byte[] {'d', 'a', 'm', 'a', 'g', 'e', (byte) i}, time);
            long txid = lastTxid + 1 + i;
            byte[] sealed = ByteBuffer.wrap(header.clone(), 0, 200)
                    .putLong(16, txid)
                    .putLong(24, txid)
                    .array();
            String name = String.format(Locale.ROOT, "%016x-%016x.ltx", txid, txid);
            write(level0.resolve(name), Arrays.copyOf(sealed, 150), time);
        }
        Files.writeString(folder.resolve("litedrill.yml"), """
            databases:
              - {name: wal, replica: 'file://BASE/wal'}
              - {name: ltx, replica: 'file://BASE/ltx'}
            """.replace("BASE", folder.toString()));
    }

    private static Path first(Path replica, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(replica)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.toString().contains("/9/"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path last(Path replica) throws IOException {
        try (Stream<Path> files = Files.walk(replica)) {
            return files.filter(file -> file.toString().endsWith(".ltx"))
                    .max(Comparator.comparing(
                            file -> String.valueOf(file.getFileName()).substring(17)))
                    .orElseThrow();
        }
    }

    private static void write(Path file, byte[] bytes, FileTime time) throws IOException {
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    /** Runs one process with a small heap. */
    private static String run(int expected, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.environment()
                .putAll(Map.of("LITEDRILL_HOME", folder.resolve("home").toString(), "HOME", folder.toString()));
        Process process = builder.start();
        boolean ended = process.waitFor(540, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String said = Files.readString(err.toPath());
        assertThat(ended).as("%s ended; %s", List.of(arguments), said).isTrue();
        assertThat(said).doesNotContain("OutOfMemory");
        assertThat(process.exitValue())
                .as("%s: %s %s", List.of(arguments), Files.readString(out.toPath()), said)
                .isEqualTo(expected);
        return Files.readString(out.toPath());
    }

    private static List<JsonNode> findings(String output) {
        JsonNode parsed = JSON.readTree(output);
        List<JsonNode> findings = new ArrayList<>();
        (parsed.isArray() ? parsed.get(0) : parsed).get("findings").forEach(findings::add);
        return findings;
    }

    private static void assertDamageIsSummed(String output) {
        List<JsonNode> findings = findings(output);
        assertThat(findings).anyMatch(finding -> finding.get("code").asString().equals("file-damaged"));
        assertThat(findings)
                .noneMatch(finding -> finding.get("severity").asString().equals("unknown"));
        assertThat(findings).hasSizeLessThan(1100);
    }

    private static int gaps(String name) throws IOException, InterruptedException {
        return JSON.readTree(run(0, "window", name, "--json"))
                .get(0)
                .get("gaps")
                .size();
    }

    @Test
    void segments() throws IOException, InterruptedException {
        assertDamageIsSummed(run(2, "check", "wal", "--json"));
        assertDamageIsSummed(run(2, "scrub", "wal", "--json"));
        assertThat(gaps("wal")).isBetween(1, 99);
        run(4, "plan", "wal", "--json");
        Path output = folder.resolve("wal.db");
        assertThat(run(0, "restore", "wal", "-o", output.toString(), "--fallback"))
                .contains("restored");
    }

    @Test
    void ltxFiles() throws IOException, InterruptedException {
        assertDamageIsSummed(run(2, "drill", "ltx", "--json"));
        assertDamageIsSummed(run(2, "check", "ltx", "--json"));
        assertThat(gaps("ltx")).isBetween(1, 99);
    }
}
