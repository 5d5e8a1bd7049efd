package io.litedrill.cli;

import io.litedrill.config.Environment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one run of the command line works with: everything of the process that it touches.
 *
 * @param asker puts a question to the person at the terminal and gives the answer; empty when there is none
 */
record Session(Terminal terminal, Environment environment, InstantSource clock, Optional<UnaryOperator<String>> asker) {
    /** One with nobody to ask. */
    Session(Terminal terminal, Environment environment, InstantSource clock) {
        this(terminal, environment, clock, Optional.empty());
    }

    /** The same at another terminal. */
    Session at(Terminal other) {
        return new Session(other, environment, clock, asker);
    }

    Surroundings surroundings() {
        return Surroundings.of(environment, clock);
    }
}
