package io.litedrill.hook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of the owner's.
 *
 * @param arguments the program and what is passed to it; no shell is between
 * @param environment set beside what this process has itself
 * @param limit after which it is ended, with all that it started; above 0
 */
public record HookCommand(List<String> arguments, Map<String, String> environment, Duration limit) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(LITEDRILL_\\w+)|\\{(LITEDRILL_\\w+)})");

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

    /** As a shell would pass them: an argument that is one of Litedrill's variables and nothing else is its value, or empty. */
    List<String> passed() {
        return arguments.stream().map(this::passed).toList();
    }

    private String passed(String argument) {
        Matcher variable = VARIABLE.matcher(argument);
        if (!variable.matches()) {
            return argument;
        }
        String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
        return environment.getOrDefault(name, "");
    }

    /** The arguments that run a line by the shell. */
    public static List<String> shell(String line) {
        return List.of("/bin/sh", "-c", line);
    }
}
