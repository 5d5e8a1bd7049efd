package io.litedrill.cli;

import io.litedrill.app.ReplicaChoice;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Defines the option that selects one of several replicas of a database. */
final class ReplicaOption {
    @Option(
            names = "--replica",
            paramLabel = "NAME",
            description = "The replica to use. Default: the one with the newest suitable state.")
    private Optional<String> name = Optional.empty();

    ReplicaChoice choice() {
        return new ReplicaChoice(name);
    }
}
