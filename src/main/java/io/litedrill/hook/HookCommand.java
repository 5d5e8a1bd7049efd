package io.litedrill.hook;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A command of the owner's.
 *
 * @param arguments the program and what is passed to it; no shell is between
 * @param environment set beside what this process has itself
 * @param limit after which it is ended, with all that it started; above 0
 */
public record HookCommand(List<String> arguments, Map<String, String> environment, Duration limit) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when there is no program, or no time
     */
    public HookCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty() || arguments.get(0).isBlank()) {
            throw new IllegalArgumentException("a command begins with a program. Found none");
        }
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("the time limit of a command is above 0. Found: " + limit);
        }
    }

    /** The arguments that run a line by the shell. */
    public static List<String> shell(String line) {
        return List.of("/bin/sh", "-c", line);
    }
}
