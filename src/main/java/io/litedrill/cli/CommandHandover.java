package io.litedrill.cli;

import java.io.IOException;
import java.util.List;

/**
 * Runs the command that follows {@code ensure}, as if it had been started alone: same input and outputs, its exit code, and SIGTERM and
 * SIGINT passed on. The launcher has the command take its own place instead, which passes on every signal and needs no Java meanwhile.
 */
final class CommandHandover {
    private final Terminal terminal;

    CommandHandover(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Gives the exit code of the command; 128 and the number of the signal that ended it; 127 when it could not be started. */
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

    /** An interrupt is how this process is told to stop: the command is told to, and waited for. */
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
