package io.litedrill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of a page that a test runs: its files, and its blocks of commands below their headings.
 *
 * @param files contents by path
 * @param parts in the order of the page
 */
record GuidePage(Map<String, String> files, List<Part> parts) {
    private static final Pattern FENCE = Pattern.compile("```console ?(\\S*)");
    private static final Pattern CODE = Pattern.compile("\\(exit code (\\d+)\\)");
    private static final String INDENT = "    ";

    /** Copies the lists. */
    GuidePage {
        files = Map.copyOf(files);
        parts = List.copyOf(parts);
    }

    /** The commands below one heading. */
    record Part(String heading, List<Step> steps) {
        /** Copies the list. */
        Part {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One command.
     *
     * @param version of Litestream, as {@code 0.3}; empty for all
     * @param output lines in their order; a line {@code ...} stands for any number of lines
     */
    record Step(String version, String command, List<String> output, int code) {
        /** Copies the list. */
        Step {
            output = List.copyOf(output);
        }

        boolean isFor(String litestream) {
            return litestream.startsWith(version);
        }
    }

    static GuidePage read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Part> parts = new ArrayList<>();
        Optional<String> version = Optional.empty();
        List<Step> steps = new ArrayList<>();
        List<String> block = new ArrayList<>();
        String heading = "";
        for (String line : lines) {
            Matcher fence = FENCE.matcher(line);
            if (version.isPresent() && line.equals("```")) {
                steps.addAll(steps(version.get(), block));
                version = Optional.empty();
            } else if (version.isPresent()) {
                block.add(line);
            } else if (fence.matches()) {
                version = Optional.of(fence.group(1));
                block.clear();
            } else if (line.startsWith("#")) {
                parts.add(new Part(heading, steps));
                heading = line.replaceFirst("^#+ ", "");
                steps.clear();
            }
        }
        parts.add(new Part(heading, steps));
        return new GuidePage(
                files(lines),
                parts.stream().filter(part -> !part.steps().isEmpty()).toList());
    }

    private static List<Step> steps(String version, List<String> block) {
        String joined = String.join("\n", block).replace("\\\n", "");
        List<Step> steps = new ArrayList<>();
        for (String text : ("\n" + joined).split("\n\\$ ", -1)) {
            List<String> lines = text.lines().toList();
            if (lines.isEmpty() || lines.get(0).isEmpty()) {
                continue;
            }
            List<String> output = lines.subList(1, lines.size()).stream()
                    .filter(line -> !line.startsWith("# "))
                    .collect(Collectors.toCollection(ArrayList::new));
            int code = 0;
            if (!output.isEmpty()) {
                Matcher matcher = CODE.matcher(output.get(output.size() - 1));
                if (matcher.matches()) {
                    code = Integer.parseInt(matcher.group(1));
                    output.remove(output.size() - 1);
                }
            }
            if (!text.startsWith("# ")) {
                steps.add(new Step(version, lines.get(0).strip(), output, code));
            }
        }
        return steps;
    }

    /** Returns the indented blocks whose first line is a comment with a path. */
    private static Map<String, String> files(List<String> lines) {
        Map<String, StringBuilder> files = new TreeMap<>();
        Optional<StringBuilder> open = Optional.empty();
        for (String line : lines) {
            if (line.startsWith(INDENT + "# /")) {
                open = Optional.of(files.computeIfAbsent(line.substring(6).strip(), path -> new StringBuilder()));
            } else if (line.startsWith(INDENT)) {
                open.ifPresent(text -> text.append(line.substring(4)).append('\n'));
            } else {
                open = Optional.empty();
            }
        }
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }
}
