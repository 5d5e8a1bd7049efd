package io.litedrill.cli;

import io.litedrill.app.ReplicaChoice;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names one of several replicas of a database. */
final class ReplicaOption {
    @Option(
            names = "--replica",
            paramLabel = "NAME",
            description = "Which of several replicas. Default: the one with the newest state that will do.")
    private Optional<String> name = Optional.empty();

    ReplicaChoice choice() {
        return new ReplicaChoice(name);
    }
}
