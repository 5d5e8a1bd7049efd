package io.litedrill.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** Implements a command that works on several databases, by default on all of the configuration. */
abstract class DatabasesCommand extends TargetCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "The databases or replicas. Default: every configured database.")
    private List<String> targets = List.of();

    DatabasesCommand(Session session) {
        super(session);
    }

    @Override
    final List<String> typed() {
        return targets;
    }
}
