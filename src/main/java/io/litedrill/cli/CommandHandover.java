package io.litedrill.cli;

import java.io.IOException;
import java.util.List;

/**
 * Runs the command that follows {@code ensure} with the same input and outputs. Passes on SIGTERM and SIGINT, and
 * returns its exit code. The launcher replaces itself by the command instead, which passes on every signal and frees
 * the memory of Java.
 */
final class CommandHandover {
    private final Terminal terminal;

    CommandHandover(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Returns the exit code of the command; 128 plus the number of the signal that ended it; 127 when it could not be
     * started.
     */
    int run(List<String> command) {
        terminal.out().flush();
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return await(process);
        } catch (IOException e) {
            terminal.note(command.get(0) + ": could not be started after ensure: " + e.getMessage());
            return 127;
        }
    }

    /**
     * Waits for the command. An interrupt requests the end of this process: the command receives a request to end too,
     * and is waited for.
     */
    private static int await(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
            }
        }
    }
}
