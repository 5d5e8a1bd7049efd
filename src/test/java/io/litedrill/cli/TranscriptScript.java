package io.litedrill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A shell script that runs commands one after another and writes each command before its output, and its exit code
 * after it. The launcher runs each command in its own process, whose start takes most of the time;
 * {@link SeveralCommands} runs many in one process.
 */
final class TranscriptScript {
    private final Path folder;
    private final int columns;
    private final StringBuilder text = new StringBuilder();
    private int files;

    /**
     * Creates a script without commands.
     *
     * @param folder in which the script runs, with the jar of the {@link PseudoTerminal}
     * @param columns the width of the terminal, for the commands that the launcher does not run
     */
    TranscriptScript(Path folder, int columns) {
        this.folder = folder;
        this.columns = columns;
    }

    /** Adds commands that the launcher runs. */
    TranscriptScript launched(List<String> commands) {
        for (String command : commands) {
            text.append("echo '$ ")
                    .append(command)
                    .append("'\n")
                    .append(command)
                    .append("\necho \"(exit code $?)\"\necho\n");
        }
        return this;
    }

    /** Adds commands that one process runs. */
    TranscriptScript inOneProcess(List<String> commands) throws IOException {
        String file = "commands-" + ++files + ".txt";
        Files.write(folder.resolve(file), commands);
        text.append("'")
                .append(System.getProperty("java.home"))
                .append("/bin/java' -XX:TieredStopAtLevel=1 -Dorg.sqlite.tmpdir='")
                .append(folder)
                .append("' -Dlitedrill.columns=")
                .append(columns)
                .append(" -Dlitedrill.terminal=out,err -cp litedrill.jar ")
                .append(SeveralCommands.class.getName())
                .append(' ')
                .append(file)
                .append('\n');
        return this;
    }

    /** Adds commands: the launcher runs some, and as few processes as possible run the others. */
    TranscriptScript inFewProcesses(List<String> commands, Set<String> launched) throws IOException {
        List<String> together = new ArrayList<>();
        for (String command : commands) {
            if (!launched.contains(command)) {
                together.add(command);
                continue;
            }
            if (!together.isEmpty()) {
                inOneProcess(together);
                together.clear();
            }
            launched(List.of(command));
        }
        return together.isEmpty() ? this : inOneProcess(together);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
