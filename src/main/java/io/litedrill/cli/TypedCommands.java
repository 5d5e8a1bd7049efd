package io.litedrill.cli;

import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Renders commands so that they can be typed as printed: with the configuration file that was given, without which the
 * name of a database has another meaning or none, or with the folders of the demo's replicas, which no configuration
 * names.
 *
 * @param option the words after the verb that select the configuration; empty for the default one
 * @param folders the folders of replicas by name
 */
record TypedCommands(String option, Map<String, Path> folders) implements HintStyle {
    /** Renders commands for the default configuration. */
    static final TypedCommands PLAIN = new TypedCommands("", Map.of());

    private static final int MOST_COMPLAINTS = 3;

    /** Returns the style for a configuration file. */
    static TypedCommands with(Optional<Path> config) {
        return config.map(file -> new TypedCommands(" -c " + Format.quoted(file.toString()), Map.of()))
                .orElse(PLAIN);
    }

    /** Returns the style that replaces the names of replicas by their folders. */
    static TypedCommands onFolders(List<Path> replicas) {
        return new TypedCommands(
                "",
                replicas.stream()
                        .collect(Collectors.toMap(folder -> String.valueOf(folder.getFileName()), folder -> folder)));
    }

    @Override
    public String command(Hint.Command command) {
        return command.target()
                .flatMap(name -> Optional.ofNullable(folders.get(name.target())))
                .map(path -> "./litedrill " + command.verb().word() + " " + onFolder(path, command))
                .orElseGet(() -> "litedrill " + command.verb().word()
                        + (command.namesConfig() ? "" : option)
                        + command.arguments().stream().map(each -> " " + each).collect(Collectors.joining()));
    }

    private static String onFolder(Path folder, Hint.Command command) {
        return Format.quoted(folder.toString())
                + command.options().stream().map(each -> " " + each.words()).collect(Collectors.joining());
    }

    @Override
    public String listing(Hint.Listing listing) {
        return listing.details().shortened(MOST_COMPLAINTS);
    }
}
