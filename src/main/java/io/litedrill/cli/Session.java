package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Holds what one run of the command line uses of its process.
 *
 * @param asker puts a question to the person at the terminal and returns the answer; empty without a terminal
 */
record Session(Terminal terminal, RuntimeEnvironment runtime, Optional<UnaryOperator<String>> asker) {
    /** Creates a session that cannot ask. */
    Session(Terminal terminal, RuntimeEnvironment runtime) {
        this(terminal, runtime, Optional.empty());
    }

    /** Returns the same session at another terminal. */
    Session at(Terminal other) {
        return new Session(other, runtime, asker);
    }

    InstantSource clock() {
        return runtime.clock();
    }
}
