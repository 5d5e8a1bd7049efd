package io.litedrill.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Its message has one line for each problem. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /** Says what is wrong, all of it. */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** No file could be chosen or read. */
    public ConfigException(String message) {
        super(message);
        this.problems = List.of();
    }

    /** The problems in the order of their places; empty when there was no file to find any in. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
