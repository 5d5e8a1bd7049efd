package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.files.FileTree;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of a kept copy are changed between drills and during one: no drill trusts them, and the next ones recover.
 */
class KeptFolderTest {
    @TempDir
    Path folder;

    private IncrementBench bench;

    /** Changes a file. */
    private enum Harm {
        FOLDER {
            @Override
            void to(Path file) throws IOException {
                FileTree.delete(file);
                Files.createDirectories(file.resolve("folder"));
            }
        },
        LINK {
            @Override
            void to(Path file) throws IOException {
                Path other = file.resolveSibling("other");
                Files.move(file, other);
                Files.createSymbolicLink(file, other);
            }
        },
        HARD_LINK {
            @Override
            void to(Path file) throws IOException {
                Files.createLink(file.resolveSibling("other"), file);
            }
        },
        SHORTER {
            @Override
            void to(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        GONE {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract void to(Path file) throws IOException;
    }

    static Stream<Arguments> betweenDrills() {
        return Stream.of("database", "sums", "state").flatMap(KeptFolderTest::harms);
    }

    /** The state file does not exist during a drill. */
    static Stream<Arguments> duringADrill() {
        return Stream.of("database", "sums").flatMap(KeptFolderTest::harms);
    }

    private static Stream<Arguments> harms(String name) {
        return Stream.of(Harm.values()).map(harm -> Arguments.of(name, harm));
    }

    @BeforeEach
    void drill() throws IOException {
        bench = new IncrementBench("ltx/basic", folder);
        assertThat(bench.uploadPart()).isTrue();
        assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        bench.uploadAll();
    }

    @ParameterizedTest
    @MethodSource("betweenDrills")
    void aFileThatIsChangedBetweenDrills(String name, Harm harm) throws IOException {
        harm.to(bench.kept(name));

        assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        assertRecovered();
    }

    @ParameterizedTest
    @MethodSource("duringADrill")
    void aFileThatIsChangedDuringADrill(String name, Harm harm) throws IOException {
        Path file = bench.kept(name);

        DrillResult during =
                bench.drill(IncrementBench.keeping(Duration.ofDays(7)), atVerification(() -> harm.to(file)));

        assertThat(during.outcome()).as("%s", during.findings()).isEqualTo(Outcome.PASSED);
        // a change may happen after the tests have read the file, so the next drill finds it
        assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        assertRecovered();
    }

    private void assertRecovered() throws IOException {
        DrillResult next = bench.drill();
        assertThat(next.outcome()).as("%s", next.findings()).isEqualTo(Outcome.PASSED);
        assertThat(next.isIncremental()).as("%s", next.run().fullBecause()).isTrue();
    }

    /** Changes files. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static RestoreListener atVerification(Change change) {
        return new RestoreListener() {
            private boolean done;

            @Override
            public void done(ReplicaFile file) {}

            @Override
            public void phase(RestorePhase phase) {
                if (phase == RestorePhase.VERIFYING && !done) {
                    done = true;
                    try {
                        change.make();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }
}
