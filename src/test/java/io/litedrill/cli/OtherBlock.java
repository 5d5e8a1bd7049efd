package io.litedrill.cli;

import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Kinds of blocks without commands. */
enum OtherBlock {
    /** A configuration or a part of it, which is read here. */
    CONFIGURATION,
    /** A file or a rule that another test compares. */
    FILE,
    /** JSON, or a part of it. */
    JSON,
    /** Text that a program prints. */
    OUTPUT,
    /** A drawing, a layout or a sequence of calls. */
    DRAWING;

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /** The beginnings of blocks whose kind is given here, by page. */
    private static final Map<String, Map<String, OtherBlock>> KNOWN = Map.of(
            "README.md", Map.of("DATABASE    CHECK", OUTPUT, "application -->", DRAWING),
            "docs/ARCHITECTURE.md", Map.of("reading ", DRAWING, "Checker ", DRAWING, "to a file ", DRAWING),
            "docs/formats.md", Map.of("generations/<", DRAWING, "ltx/<", DRAWING),
            "docs/api.md", Map.of("Authorization: Bearer TOKEN", FILE, "id: ", OUTPUT),
            "docs/metrics.md", Map.of("time() - ", FILE),
            "docs/configuration.md", Map.of("verify:\n  command:", FILE),
            "docs/running.md", Map.of("drill passed ", OUTPUT),
            "docs/migrating.md", Map.of("# /etc/litestream.yml", FILE, "# /etc/litedrill.yml", FILE, "snapshot:", FILE),
            "docs/recovering.md",
                    Map.of(
                            "requested ", OUTPUT,
                            "its size ", OUTPUT,
                            "DATABASE RESTORE REQUIRED", OUTPUT,
                            "FROM litedrill:", FILE,
                            "[Service]", FILE));

    /** Returns the kind of a block. */
    static Optional<OtherBlock> of(DocumentBlock block, Path folder) throws IOException {
        String text = block.text();
        Optional<OtherBlock> known = KNOWN.getOrDefault(block.page(), Map.of()).entrySet().stream()
                .filter(each -> text.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (known.isPresent()) {
            return known;
        }
        if (List.of("{", "[", "\"").contains(text.substring(0, 1))) {
            return Optional.of(JSON);
        }
        return isConfiguration(text, folder) ? Optional.of(CONFIGURATION) : Optional.empty();
    }

    private static boolean isConfiguration(String text, Path folder) throws IOException {
        Files.writeString(folder.resolve("litestream.yml"), "dbs: []\n");
        Path file = Files.writeString(
                folder.resolve("litedrill.yml"), text.replace("/etc/litestream.yml", "litestream.yml"));
        Map<String, String> variables = VARIABLE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toMap(
                        name -> name, name -> name.endsWith("URL") ? "https://example.org/hook" : "left", (a, b) -> a));
        Environment environment = new Environment(variables, folder, folder);
        try {
            new ConfigLoader(environment).load(file);
            return true;
        } catch (ConfigException e) {
            throw new AssertionError(text + "\nis of no known kind, and no configuration: " + e.getMessage(), e);
        }
    }
}
