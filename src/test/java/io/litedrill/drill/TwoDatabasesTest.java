package io.litedrill.drill;

import static io.litedrill.check.FindingCode.FORKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One golden replica copied into another: check, scrub, drill and restore agree, and only a named state is restored.
 */
class TwoDatabasesTest {
    @TempDir
    Path folder;

    static List<String> ltx() {
        return GoldenReplica.names().stream()
                .filter(name -> name.startsWith("ltx/"))
                .toList();
    }

    private static List<List<String>> pairs() {
        List<List<String>> pairs = new ArrayList<>();
        for (String one : ltx()) {
            for (String other : ltx()) {
                if (!one.equals(other)) {
                    pairs.add(List.of(one, other));
                }
            }
        }
        return pairs;
    }

    /** Copies only missing files, like {@code cp -n}; returns whether that changes anything. */
    private static boolean addMissing(DamageBench to, DamageBench from, Duration shift) throws IOException {
        boolean added = false;
        for (String path : from.paths("")) {
            if (!to.paths("").contains(path)) {
                to.put(path, from.bytes(path), from.time(path).plus(shift));
                added = true;
            }
        }
        return added;
    }

    private static List<String> forks(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.code() == FORKED)
                .map(Finding::message)
                .toList();
    }

    @Test
    void checkDrillAndRestoreSeeEveryPairOfGoldenLtxReplicas() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (List<String> pair : pairs()) {
            DamageBench bench = DamageBench.golden(pair.get(0), folder);
            if (!addMissing(bench, DamageBench.golden(pair.get(1), folder), Duration.ZERO)) {
                continue;
            }
            boolean refused = bench.restore(new Point.Newest()).word() == OutcomeWord.REFUSED;
            boolean failed = bench.drill().outcome() == DrillResult.Outcome.FAILED;
            List<String> check = forks(bench.check().findings());
            if (!refused
                    || !failed
                    || check.isEmpty()
                    || !check.equals(forks(bench.drill().findings()))) {
                wrong.add(String.join(" + ", pair) + ": restore refused " + refused + ", drill failed " + failed
                        + ", check " + check);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ltx")
    void aSoundReplicaIsOfOneDatabase(String name) throws IOException {
        DamageBench bench = DamageBench.golden(name, folder);

        assertThat(forks(bench.check().findings())).isEmpty();
        assertThat(forks(bench.drill().findings())).isEmpty();
        assertThat(forks(bench.scrub().findings())).isEmpty();
    }

    /** Retention deletes files and a compaction adds one: the remaining files are still of one database. */
    @ParameterizedTest
    @MethodSource("ltx")
    void anyPartOfASoundReplicaIsOfOneDatabase(String name) throws IOException {
        for (String gone : DamageBench.golden(name, folder).paths("")) {
            DamageBench bench = DamageBench.golden(name, folder);
            bench.delete(gone);

            assertThat(forks(bench.check().findings())).as(gone).isEmpty();
        }
    }

    @Test
    void aNamedStateIsRestored() throws IOException {
        DamageBench bench = DamageBench.golden("ltx/basic", folder);
        addMissing(bench, DamageBench.golden("ltx/levels", folder), Duration.ZERO);
        RecoveryPoint newest = bench.newest().orElseThrow();

        assertThat(bench.restore(new Point.AtPosition(newest.position())).word())
                .isEqualTo(OutcomeWord.RESTORED);
    }

    @Test
    void manyBreaksAreOneFinding() throws IOException {
        DamageBench bench = DamageBench.golden("ltx/levels", folder);
        addMissing(bench, DamageBench.golden("ltx/compacted", folder), Duration.ZERO);

        assertThat(forks(bench.check().findings())).singleElement().asString().contains("such pairs");
        assertThat(Stream.of(bench.scrub().findings()).flatMap(List::stream))
                .filteredOn(finding -> finding.code() == FORKED)
                .hasSize(1);
    }
}
