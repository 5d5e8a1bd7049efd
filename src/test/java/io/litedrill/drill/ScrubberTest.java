package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
    private static final Set<String> WITH_HOLES =
            Set.of("wal/hole", "wal/hole-healed", "wal/index-hole", "ltx/hole", "ltx/hole-healed");

    @TempDir
    Path folder;

    static Stream<String> sound() {
        return GoldenReplica.names().stream().filter(name -> !WITH_HOLES.contains(name));
    }

    static Stream<String> withHoles() {
        return WITH_HOLES.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("sound")
    void findsNothingInWhatRealLitestreamWrote(String golden) throws IOException {
        DamageBench bench = DamageBench.golden(golden, folder);

        ScrubResult result = bench.scrub();

        assertThat(result.findings()).isEmpty();
        assertThat(result.files()).isEqualTo(bench.paths("").size());
        assertThat(result.proofs().open()).isZero();
        assertThat(result.run().cost().requests())
                .as("three listings, and each file once")
                .isEqualTo(3 + result.files());
    }

    /** The announced bytes equal the read bytes, and each comparison has its number. */
    @ParameterizedTest
    @ValueSource(strings = {"wal/snapshots", "ltx/basic"})
    void itsProgressEndsWhereItWasAnnounced(String golden) throws IOException {
        Counts counts = new Counts();

        ScrubResult result = DamageBench.golden(golden, folder).scrub(counts);

        assertThat(counts.announced).isPositive().isEqualTo(counts.read);
        assertThat(result.proofs().agreed()).isPositive();
        assertThat(counts.comparisons)
                .isEqualTo(IntStream.rangeClosed(1, result.proofs().agreed())
                        .mapToObj(number -> number + " of " + result.proofs().agreed())
                        .toList());
    }

    /** The sum of the progress of a scrub. */
    private static final class Counts implements RestoreListener {
        private final List<String> comparisons = new ArrayList<>();
        private long announced;
        private long read;

        @Override
        public void done(ReplicaFile file) {}

        @Override
        public void verifies(long bytes) {
            announced += bytes;
        }

        @Override
        public void read(long bytes) {
            read += bytes;
        }

        @Override
        public void compares(int number, int of) {
            comparisons.add(number + " of " + of);
        }
    }

    @ParameterizedTest
    @MethodSource("withHoles")
    void findsOnlyTheHole(String golden) throws IOException {
        List<Finding> findings = DamageBench.golden(golden, folder).scrub().findings();

        assertThat(findings).extracting(Finding::code).containsOnly(FindingCode.GAP);
    }
}
