package io.litedrill.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A target that breaks the rules is reported. */
class FuzzTargetTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration SHORT = Duration.ofMillis(20);

    /** A target with a given action for each input. */
    private static final class Reporting extends FuzzTarget {
        private final Reading reading;

        Reporting(Reading reading) {
            this.reading = reading;
        }

        @Override
        protected Stream<byte[]> seeds() {
            return Stream.of(new byte[1]);
        }

        @Override
        protected Duration mostTime() {
            return SHORT;
        }

        @Override
        protected void read(byte[] input) throws Exception {
            reading.read(input);
        }
    }

    /** An action of a target. */
    @FunctionalInterface
    private interface Reading {
        void read(byte[] input) throws Exception;
    }

    private static void read(Reading reading) throws Exception {
        new Reporting(reading).readWithinBounds(new byte[10]);
    }

    @Test
    void oneThatReadsIsFine() {
        assertThatCode(() -> read(input -> {})).doesNotThrowAnyException();
    }

    @Test
    void whatItThrowsIsAFinding() {
        assertThatThrownBy(() -> read(input -> {
                    throw new IllegalStateException("so");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("so");
    }

    @Test
    void tooMuchMemoryIsAFindingEvenWhenItIsNotHeld() {
        assertThatThrownBy(() -> read(input -> {
                    for (int i = 0; i < 70; i++) {
                        input[i % input.length] += (byte) new byte[MEBIBYTE].length;
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for 10 bytes, at most 67119104");
    }

    @Test
    void tooMuchTimeIsAFinding() {
        assertThatThrownBy(() -> read(input -> {
                    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
                    long end = thread.getCurrentThreadCpuTime() + 2 * SHORT.toNanos();
                    while (thread.getCurrentThreadCpuTime() < end) {
                        input[0]++;
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(" and PT0.02S");
    }
}
