package io.litedrill.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A reader of external bytes, which gets any bytes. It may return, or refuse them with a declared exception; any
 * other exception from {@link #read} is a finding, and so is too much time or memory.
 *
 * <p>As a test each target runs its seeds and its kept inputs, {@code src/test/resources/fuzz/<class>/*};
 * {@link FuzzIT} continues from them with Jazzer. It does not use Jazzer's own JUnit extension, which would put its
 * agent and its hooks into the JVM that all other tests share.
 */
public abstract class FuzzTarget {
    /** The folder of kept inputs. */
    static final Path KEPT = Path.of("src/test/resources/fuzz");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_BYTES_PER_INPUT_BYTE = 1024;
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    private static final int READINGS = 3;
    private static final Duration HANGS = Duration.ofSeconds(60);

    /** Returns valid inputs for the start of fuzzing. */
    protected abstract Stream<byte[]> seeds() throws Exception;

    /** Reads one input, and throws an exception if the result is wrong. */
    protected abstract void read(byte[] input) throws Exception;

    /** Reads one input within the limits of processor time and of total allocated memory. */
    public final void readWithinBounds(byte[] input) throws Exception {
        // the first runs may load and instrument classes: an excess of the reader itself occurs each time
        Optional<String> excess = Optional.empty();
        for (int i = 0; i < READINGS; i++) {
            excess = overBounds(input);
            if (excess.isEmpty()) {
                return;
            }
        }
        throw new AssertionError(excess.orElseThrow());
    }

    private Optional<String> overBounds(byte[] input) throws Exception {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        read(input.clone());
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - nanos);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        long most = MOST_BYTES + MOST_BYTES_PER_INPUT_BYTE * input.length;
        boolean within = taken <= most && took.compareTo(mostTime()) <= 0;
        return within
                ? Optional.empty()
                : Optional.of("took " + taken + " bytes of memory and " + took + " for " + input.length
                        + " bytes, at most " + most + " and " + mostTime());
    }

    /** Returns the limit of processor time for one input. */
    protected Duration mostTime() {
        return MOST_TIME;
    }

    @TestFactory
    final Stream<DynamicTest> seedsAreRead() throws Exception {
        List<byte[]> seeds = seeds().toList();
        assertThat(seeds).isNotEmpty();
        return IntStream.range(0, seeds.size()).mapToObj(i -> test("seed " + i, seeds.get(i)));
    }

    @TestFactory
    final Stream<DynamicTest> keptInputsAreReadOrRefused() throws IOException {
        List<DynamicTest> tests = new ArrayList<>(List.of(test("no bytes", new byte[0])));
        for (Path file : kept(getClass().getSimpleName())) {
            tests.add(test(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
        }
        return tests.stream();
    }

    /** Returns a target by the name of its class. */
    static FuzzTarget named(String name) {
        try {
            var constructor = Class.forName(name).asSubclass(FuzzTarget.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no target: " + name, e);
        }
    }

    /** Returns the files of kept inputs of a target, sorted. */
    static List<Path> kept(String target) throws IOException {
        Path folder = KEPT.resolve(target);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private DynamicTest test(String name, byte[] input) {
        return DynamicTest.dynamicTest(name, () -> assertTimeoutPreemptively(HANGS, () -> readWithinBounds(input)));
    }
}
