package io.litedrill.hook;

import java.time.Duration;

/**
 * Describes the result of a command. Outputs are the last lines of its standard output and standard error, without
 * control characters.
 */
public sealed interface HookOutcome {
    /** The command ended with exit code 0. */
    record Succeeded(String output) implements HookOutcome {}

    /**
     * The command ended with another exit code.
     *
     * @param exitCode 1 or more; 128 plus the signal number when a signal ended it
     */
    record Failed(int exitCode, String output) implements HookOutcome {}

    /** The command exceeded its time limit and was ended. */
    record TimedOut(Duration limit, String output) implements HookOutcome {}

    /**
     * The command could not be started.
     *
     * @param reason for people; names the program
     */
    record NotStarted(String reason) implements HookOutcome {}

    /** The waiting thread was interrupted, and the command was ended. */
    record Interrupted() implements HookOutcome {}

    /** Returns true when the command ended with exit code 0. */
    default boolean succeeded() {
        return this instanceof Succeeded;
    }

    /** Returns the result in one line for people; the output, if any, follows after a colon. */
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
