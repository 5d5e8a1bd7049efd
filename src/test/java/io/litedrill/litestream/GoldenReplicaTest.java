package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.GoldenManifest.GoldenFile;
import io.litedrill.litestream.GoldenManifest.Kind;
import io.litedrill.litestream.GoldenManifest.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenReplicaTest {
    private static final long MOST_BYTES = 10_000_000;

    @TempDir
    Path scratch;

    static List<String> names() {
        return GoldenReplica.names();
    }

    @Test
    void coversTheFormats() {
        assertThat(names())
                .contains("wal/basic", "wal/page512", "wal/page64k", "wal/autovacuum", "wal/shrunk", "wal/indexes")
                .contains(
                        "wal/generations",
                        "wal/snapshots",
                        "wal/torn",
                        "wal/hole",
                        "wal/encrypted",
                        "ltx/basic",
                        "ltx/page512")
                .contains("ltx/page64k", "ltx/autovacuum", "ltx/shrunk", "ltx/levels", "ltx/growth", "ltx/lz4frame")
                .contains("ltx/upgraded", "ltx/compacted", "ltx/restarted", "ltx/hole", "both/upgraded");
    }

    @Test
    void allCasesTogetherStaySmall() throws IOException {
        long total = 0;
        for (Path file : GoldenFiles.relativeFiles(GoldenReplica.testdata())) {
            total += Files.size(GoldenReplica.testdata().resolve(file));
        }
        assertThat(total).isLessThan(MOST_BYTES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void manifestListsEveryFileAsItIs(String name) throws IOException {
        GoldenReplica golden = GoldenReplica.load(name);
        List<String> listed = golden.manifest().files().stream()
                .map(GoldenFile::path)
                .sorted()
                .toList();
        List<String> found = GoldenFiles.relativeFiles(golden.files()).stream()
                .map(Path::toString)
                .sorted()
                .toList();

        assertThat(golden.manifest().name()).isEqualTo(name);
        assertThat(found).isEqualTo(listed).isNotEmpty();
        for (GoldenFile file : golden.manifest().files()) {
            Path path = golden.files().resolve(file.path());
            assertThat(Files.size(path)).as(file.path()).isEqualTo(file.size());
            assertThat(GoldenFiles.sha256(path)).as(file.path()).isEqualTo(file.sha256());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCaseExpectsANewestStateAndTimes(String name) {
        GoldenReplica golden = GoldenReplica.load(name);
        List<Expected> newest = golden.expected().stream()
                .filter(point -> point.kind() == Kind.NEWEST || point.kind() == Kind.NEWEST_SOUND)
                .toList();

        assertThat(newest).hasSize(1);
        assertThat(golden.expected()).extracting(Expected::kind).contains(Kind.TIMESTAMP);
        assertThat(golden.expected())
                .extracting(Expected::balanceSum)
                .containsOnly(newest.get(0).balanceSum());
        assertThat(golden.expected()).allSatisfy(point -> {
            assertThat(point.size() % golden.manifest().pageSize()).isZero();
            assertThat(point.userVersion()).isLessThanOrEqualTo(newest.get(0).userVersion());
        });
    }

    @Test
    void copyHasTheTimesThatLitestreamGave() throws IOException {
        GoldenReplica golden = GoldenReplica.load("wal/basic");
        Path root = golden.copyTo(scratch.resolve("replica")).root();

        for (GoldenFile file : golden.manifest().files()) {
            Instant copied =
                    Files.getLastModifiedTime(root.resolve(file.path())).toInstant();
            assertThat(copied.truncatedTo(ChronoUnit.MICROS))
                    .isEqualTo(file.mtime().truncatedTo(ChronoUnit.MICROS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal/indexes", "ltx/levels", "ltx/lz4frame", "both/upgraded"})
    void realLitestreamRestoresTheExpectedFromAFreshenedCopy(String name) throws Exception {
        GoldenReplica golden = GoldenReplica.load(name);
        Instant newest = Instant.now().minus(Duration.ofMinutes(5));
        GoldenReplica.Copy copy = golden.copyTo(scratch.resolve("replica"), newest);

        List<String> states = new ArrayList<>();
        for (Expected point : copy.expected()) {
            Path output = scratch.resolve("restored-" + states.size() + ".db");
            LitestreamRestore restored =
                    LitestreamRestore.run(golden.manifest().restoredWith(), output, copy.root(), point.arguments());
            assertThat(restored.exitCode()).as(restored.output()).isZero();
            assertThat(GoldenFiles.sha256(output)).isEqualTo(point.fileSha256());
            states.add(Dump.sha256(output));
        }
        assertThat(states)
                .isEqualTo(copy.expected().stream().map(Expected::dumpSha256).toList());
    }

    @Test
    void realLitestreamRestoresATornPointAsIfItWereSound() throws Exception {
        GoldenReplica golden = GoldenReplica.load("wal/torn");
        GoldenReplica.Copy copy = golden.copyTo(scratch.resolve("replica"));
        Refused torn = copy.refused().stream()
                .filter(point -> point.why().equals("torn")
                        && !point.litestreamState().orElse("sound").startsWith("sound"))
                .findFirst()
                .orElseThrow();
        Path output = scratch.resolve("restored.db");

        LitestreamRestore restored = LitestreamRestore.run(
                "0.3.13",
                output,
                copy.root(),
                List.of("-timestamp", torn.value().orElseThrow()));

        assertThat(restored.exitCode()).isZero();
        assertThat(Ledger.read(output).isSound()).isFalse();
    }
}
