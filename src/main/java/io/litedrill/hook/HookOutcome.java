package io.litedrill.hook;

import java.time.Duration;

/** What came of a command. Outputs are the last lines of what it wrote to both of its outputs, without control characters. */
public sealed interface HookOutcome {
    /** It ended with exit code 0. */
    record Succeeded(String output) implements HookOutcome {}

    /**
     * It ended otherwise.
     *
     * @param exitCode 1 or more; 128 and a signal's number when one ended it
     */
    record Failed(int exitCode, String output) implements HookOutcome {}

    /** It ran past its limit and was ended. */
    record TimedOut(Duration limit, String output) implements HookOutcome {}

    /**
     * It could not be started.
     *
     * @param reason for people; names the program
     */
    record NotStarted(String reason) implements HookOutcome {}

    /** The thread that waited for it was interrupted, and it was ended. */
    record Interrupted() implements HookOutcome {}

    /** Whether it did what it was asked to. */
    default boolean succeeded() {
        return this instanceof Succeeded;
    }

    /** What came of it, in a line for people; the output, where there is some, follows after a colon. */
    default String text() {
        if (this instanceof Succeeded) {
            return "exit code 0";
        }
        if (this instanceof Failed failed) {
            return with("exit code " + failed.exitCode(), failed.output());
        }
        if (this instanceof TimedOut late) {
            return with("ended at its time limit of " + late.limit().toMillis() / 1000.0 + " s", late.output());
        }
        return this instanceof NotStarted not ? not.reason() : "interrupted before it ended";
    }

    private static String with(String what, String output) {
        return output.isEmpty() ? what : what + ": " + output;
    }
}
