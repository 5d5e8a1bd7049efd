package io.litedrill.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A reader with a fault that is found quickly only by a fuzzer that observes comparisons. It is not a test: it proves
 * that the fuzzer finds faults.
 */
final class PlantedTarget extends FuzzTarget {
    private static final String FAULT = "LTX fault";

    @Override
    protected Stream<byte[]> seeds() {
        return Stream.of(new byte[] {'L', 'T', 'X'});
    }

    @Override
    protected void read(byte[] input) {
        if (!new String(input, StandardCharsets.US_ASCII).equals(FAULT)) {
            return;
        }
        throw new IllegalStateException("planted: " + Arrays.toString(input));
    }
}
