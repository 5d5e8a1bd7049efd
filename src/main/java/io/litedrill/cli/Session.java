package io.litedrill.cli;

import io.litedrill.config.Environment;
import java.time.InstantSource;

/** What one run of the command line works with: everything of the process that it touches. */
record Session(Terminal terminal, Environment environment, InstantSource clock) {
    Surroundings surroundings() {
        return Surroundings.of(environment, clock);
    }
}
