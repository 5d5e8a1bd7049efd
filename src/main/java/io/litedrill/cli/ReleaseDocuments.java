package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the manual pages and the completion of shells to files, for packages. */
public final class ReleaseDocuments {
    private ReleaseDocuments() {}

    /**
     * Writes the files.
     *
     * @param args the folder; receives {@code man1} and {@code completion}
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path pages = Files.createDirectories(folder.resolve("man1"));
        CommandLine root = root();
        for (CommandSpec command : below(root.getCommandSpec())
                .filter(each -> !each.name().equals("help"))
                .toList()) {
            Files.writeString(pages.resolve(command.qualifiedName("-") + ".1"), new ManPage(command).text());
        }
        Files.writeString(
                Files.createDirectories(folder.resolve("completion")).resolve("litedrill"),
                AutoComplete.bash("litedrill", root));
    }

    private static CommandLine root() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Session session = new Session(Terminal.pipes(nowhere, nowhere), RuntimeEnvironment.ofProcess());
        CommandLine root = new CommandLine(new RootCommand());
        Subcommands.of(session, List.of()).addTo(root, new String[0]);
        HelpStyle.apply(root, 80);
        return root;
    }

    private static Stream<CommandSpec> below(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(each -> below(each.getCommandSpec())));
    }
}
