package io.litedrill.cli;

import io.litedrill.app.ReplicaChoice;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Implements a command that works on one replica of one database. */
abstract class DatabaseCommand extends TargetCommand {
    @Parameters(paramLabel = "TARGET", description = "The database.")
    private String target = "";

    @Mixin
    private ReplicaOption replica = new ReplicaOption();

    DatabaseCommand(Session session) {
        super(session);
    }

    @Override
    final List<String> typed() {
        return List.of(target);
    }

    @Override
    final int run(List<Target> targets) throws UsageException {
        return run(targets.get(0));
    }

    /** Runs the command and returns the exit code. */
    abstract int run(Target chosen) throws UsageException;

    /** Returns the choice of the replica. */
    final ReplicaChoice choice() {
        return replica.choice();
    }
}
