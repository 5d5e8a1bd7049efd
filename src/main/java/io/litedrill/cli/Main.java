package io.litedrill.cli;

/** The entry point of the command line. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and its options, as typed
     */
    public static void main(String[] args) {
        System.out.println("litedrill");
    }
}
