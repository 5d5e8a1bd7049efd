package io.litedrill.config;

import java.util.List;
import java.util.stream.Collectors;

/** Reports a configuration that cannot be used. The message has one line for each problem. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /** Creates an exception that lists all problems of a file. */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Creates an exception for a file that could not be found or read. */
    public ConfigException(String message) {
        super(message);
        this.problems = List.of();
    }

    /** Returns the problems in the order of their places; empty when no file was read. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
