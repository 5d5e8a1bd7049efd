package io.litedrill.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs commands one after another in one process, each like {@code ./litedrill}, to the terminal of the process. */
final class SeveralCommands {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private SeveralCommands() {}

    /**
     * Runs the commands of a file, one per line.
     *
     * @param args the file
     */
    public static void main(String[] args) throws Exception {
        for (String line : Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8)) {
            Session session = Main.session();
            session.terminal().out().println("$ " + line);
            List<String> words = new ArrayList<>();
            Matcher matcher = WORD.matcher(line);
            while (matcher.find()) {
                words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
            }
            int code = Main.run(words.subList(1, words.size()).toArray(String[]::new), session);
            session.terminal().out().println("(exit code " + code + ")\n");
            session.terminal().out().flush();
        }
    }
}
