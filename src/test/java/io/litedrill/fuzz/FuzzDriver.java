package io.litedrill.fuzz;

/** Entry point of Jazzer: calls the target whose class the system property {@value #TARGET} names. */
public final class FuzzDriver {
    /** The property with the class of the target. */
    static final String TARGET = "litedrill.fuzz.target";

    private static final FuzzTarget READER = FuzzTarget.named(System.getProperty(TARGET, ""));

    private FuzzDriver() {}

    /** Reads one input; Jazzer finds this method by its name. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        READER.readWithinBounds(input);
    }
}
