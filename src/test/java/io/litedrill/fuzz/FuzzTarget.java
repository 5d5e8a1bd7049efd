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
 * A reader of bytes from outside, given any bytes. What it may do is return, or refuse in the way that it declares; anything else
 * that comes out of {@link #read} is a finding, and so are too much time and too much memory.
 *
 * <p>As a test each target runs its seeds and its kept inputs, {@code src/test/resources/fuzz/<class>/*}; {@link FuzzIT} has
 * Jazzer go on from there. That is not Jazzer's own JUnit extension, which would put its agent and its hooks into the JVM that
 * all other tests share.
 */
public abstract class FuzzTarget {
    /** Where kept inputs are. */
    static final Path KEPT = Path.of("src/test/resources/fuzz");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_BYTES_PER_INPUT_BYTE = 1024;
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    private static final int READINGS = 3;
    private static final Duration HANGS = Duration.ofSeconds(60);

    /** Valid inputs that a fuzzer begins with. */
    protected abstract Stream<byte[]> seeds() throws Exception;

    /** Reads one input, and throws when what it sees then is not right. */
    protected abstract void read(byte[] input) throws Exception;

    /** Reads one input within the bounds of processor time and of memory taken in all, held or not. */
    public final void readWithinBounds(byte[] input) throws Exception {
        // the first readings may load and instrument classes: an excess of the reader itself appears each time
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

    /** Processor time for one input. */
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

    /** A target by the name of its class. */
    static FuzzTarget named(String name) {
        try {
            var constructor = Class.forName(name).asSubclass(FuzzTarget.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no target: " + name, e);
        }
    }

    /** The files of kept inputs of a target, sorted. */
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
