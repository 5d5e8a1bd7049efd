package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    }

    @ParameterizedTest
    @MethodSource("withHoles")
    void findsOnlyTheHole(String golden) throws IOException {
        List<Finding> findings = DamageBench.golden(golden, folder).scrub().findings();

        assertThat(findings).extracting(Finding::code).containsOnly(FindingCode.GAP);
    }
}
