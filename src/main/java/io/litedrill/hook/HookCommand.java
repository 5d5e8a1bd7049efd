package io.litedrill.hook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds a configured command.
 *
 * @param arguments the program and its arguments; no shell is used
 * @param environment the variables added to the environment of this process
 * @param limit the time limit, after which the command and its descendants are ended; above 0
 */
public record HookCommand(List<String> arguments, Map<String, String> environment, Duration limit) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(LITEDRILL_\\w+)|\\{(LITEDRILL_\\w+)})");

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when the program is missing, or the time limit is not above 0
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

    /**
     * Returns the arguments as a shell would pass them: an argument that consists of one of Litedrill's variables is
     * replaced by its value, or by the empty string.
     */
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

    /** Returns the arguments that run a line in the shell. */
    public static List<String> shell(String line) {
        return List.of("/bin/sh", "-c", line);
    }

    /** Returns the line that these arguments run in the shell; empty for another command. */
    public static Optional<String> line(List<String> arguments) {
        return Optional.of(arguments)
                .filter(words -> !words.isEmpty())
                .map(words -> words.get(words.size() - 1))
                .filter(last -> shell(last).equals(arguments));
    }
}
