package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Holds the parts of the process that one run of the command line uses.
 *
 * @param asker asks the user at the terminal a question and returns the answer; empty without a terminal
 */
record Session(Terminal terminal, RuntimeEnvironment runtime, Optional<UnaryOperator<String>> asker) {
    /** Creates a session that cannot ask questions. */
    Session(Terminal terminal, RuntimeEnvironment runtime) {
        this(terminal, runtime, Optional.empty());
    }

    /** Returns the same session with another terminal. */
    Session at(Terminal other) {
        return new Session(other, runtime, asker);
    }

    InstantSource clock() {
        return runtime.clock();
    }
}
