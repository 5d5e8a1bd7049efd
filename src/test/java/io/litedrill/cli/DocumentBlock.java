package io.litedrill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of a document: fenced, or indented after an empty line.
 *
 * @param page relative to the project, such as {@code docs/running.md}
 * @param line of its first line, from 1
 * @param lines without indentation and fences
 */
public record DocumentBlock(String page, int line, List<String> lines) {
    /** The first words of commands. A block that begins with another word has no commands. */
    private static final Set<String> PROGRAMS = Set.of(
            "apt",
            "cd",
            "chmod",
            "chown",
            "cp",
            "curl",
            "date",
            "docker",
            "install",
            "litedrill",
            "ln",
            "mkdir",
            "mv",
            "mvn",
            "openssl",
            "rm",
            "sqlite3",
            "systemctl",
            "useradd");

    private static final Pattern FENCE = Pattern.compile("\\s*```.*");
    private static final String INDENT = "    ";
    private static final String PROMPT = "$ ";

    /** Copies the lines. */
    public DocumentBlock {
        lines = List.copyOf(lines);
    }

    /** Returns the blocks of all documents for readers, by page and line. */
    static List<DocumentBlock> all() throws IOException {
        List<DocumentBlock> all = new ArrayList<>();
        for (Path page : pages()) {
            all.addAll(of(page.toString(), Files.readAllLines(page)));
        }
        return all;
    }

    /** Returns the documents for readers. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the commands below a heading of a page, up to the next heading of any level. */
    public static List<String> commands(Path page, String heading) throws IOException {
        List<String> part = Files.readAllLines(page).stream()
                .dropWhile(line -> !line.matches("#+ " + Pattern.quote(heading)))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .toList();
        return of(page.toString(), part).stream()
                .filter(DocumentBlock::hasCommands)
                .flatMap(block -> block.commands().stream())
                .toList();
    }

    static List<DocumentBlock> of(String page, List<String> text) {
        List<DocumentBlock> blocks = new ArrayList<>();
        for (int at = 0; at < text.size(); at++) {
            int end = at;
            if (FENCE.matcher(text.get(at)).matches()) {
                end = endOfFence(text, at + 1);
                blocks.add(new DocumentBlock(page, at + 2, text.subList(at + 1, end)));
            } else if (isIndented(text, at) && (at == 0 || text.get(at - 1).isBlank())) {
                end = endOfIndented(text, at);
                List<String> lines = text.subList(at, end).stream()
                        .map(line -> line.isBlank() ? "" : line.substring(INDENT.length()))
                        .toList();
                blocks.add(new DocumentBlock(page, at + 1, lines));
            }
            at = end;
        }
        return blocks;
    }

    private static int endOfFence(List<String> text, int from) {
        int at = from;
        while (at < text.size() && !FENCE.matcher(text.get(at)).matches()) {
            at++;
        }
        return at;
    }

    private static boolean isIndented(List<String> text, int at) {
        return at < text.size()
                && text.get(at).startsWith(INDENT)
                && !text.get(at).isBlank();
    }

    /** An empty line between two indented ones belongs to the block. */
    private static int endOfIndented(List<String> text, int from) {
        int at = from;
        while (isIndented(text, at) || (at < text.size() && text.get(at).isBlank() && isIndented(text, at + 1))) {
            at++;
        }
        return at;
    }

    /** Returns whether the block shows commands, with or without their output. */
    boolean hasCommands() {
        return lines.stream().anyMatch(line -> line.startsWith(PROMPT))
                || program(lines.get(0)).isPresent();
    }

    /**
     * Returns its commands, one each, without comments.
     *
     * @throws IllegalStateException if a line between commands is not a command
     */
    List<String> commands() {
        boolean prompts = lines.stream().anyMatch(line -> line.startsWith(PROMPT));
        List<String> commands = new ArrayList<>();
        for (String line :
                String.join("\n", lines).replaceAll("\\\\\n\\s*", "").lines().toList()) {
            if (prompts && line.startsWith(PROMPT)) {
                commands.add(command(line.substring(PROMPT.length())));
            } else if (!prompts && !line.startsWith("# ")) {
                commands.add(command(line));
            }
        }
        List<String> unknown = prompts
                ? List.of()
                : commands.stream().filter(each -> program(each).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(this + ": not commands: " + unknown);
        }
        return commands;
    }

    private static String command(String line) {
        return line.strip().replaceFirst("\\s+# .*", "").replaceFirst("^\\./litedrill ", "litedrill ");
    }

    private static Optional<String> program(String line) {
        return Optional.of(line.strip().replaceFirst("^\\./", "").split(" ", 2)[0])
                .filter(PROGRAMS::contains);
    }

    /** Returns its unchanged text. */
    String text() {
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public String toString() {
        return page + ":" + line;
    }
}
