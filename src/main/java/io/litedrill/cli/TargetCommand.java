package io.litedrill.cli;

import io.litedrill.app.Target;
import io.litedrill.app.Targets;
import io.litedrill.app.UsageException;
import io.litedrill.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ParentCommand;

/** Implements a command that works on targets. */
abstract class TargetCommand implements Callable<Integer> {
    private final Session session;

    @ParentCommand
    private RootCommand root = new RootCommand();

    TargetCommand(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() throws UsageException {
        try (Targets targets = new Targets(root.runtime(session), root.config(), changes(), terminal()::note)) {
            return run(targets.of(typed()));
        }
    }

    /** Returns the targets as typed. */
    abstract List<String> typed();

    /** Returns true when the command may change a live database, so that it settles an interrupted restore first. */
    boolean changes() {
        return false;
    }

    /** Runs the command and returns the exit code. */
    abstract int run(List<Target> targets) throws UsageException;

    /** Returns the session. Commands printed in it include the given configuration. */
    final Session session() {
        return session.at(session.terminal().typing(TypedCommands.with(root.config())));
    }

    final Terminal terminal() {
        return session().terminal();
    }

    /** Prints results as a JSON array. */
    final void printJson(Stream<JsonObject> results) {
        terminal().out().println(JsonObject.pretty(results.toList()));
    }

    final boolean verbose() {
        return root.verbose();
    }

    final boolean json() {
        return root.json();
    }
}
