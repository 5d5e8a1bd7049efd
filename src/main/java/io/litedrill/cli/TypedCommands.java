package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Matches commands in reasons of restores, which are text. */
    private static final Pattern IN_TEXT =
            Pattern.compile("\\blitedrill (check|drill|scrub|window|plan|restore|ensure|status)(?= (?!--in-place)|$)");

    /** Returns the style for a configuration file. */
    static TypedCommands with(Optional<Path> config) {
        return config.map(file -> new TypedCommands(" -c " + Wording.quoted(file.toString()), Map.of()))
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
        Optional<Path> folder = Optional.ofNullable(folders.get(command.target().target()));
        return folder.map(path -> "./litedrill " + command.verb().word() + " " + onFolder(path, command))
                .orElseGet(() -> "litedrill " + command.verb().word() + option + " " + command.arguments());
    }

    private static String onFolder(Path folder, Hint.Command command) {
        return Wording.quoted(folder.toString())
                + command.options().stream().map(each -> " " + each.words()).collect(Collectors.joining());
    }

    /** Adds the configuration to the commands in a text. */
    String inText(String text) {
        return option.isEmpty()
                ? text
                : IN_TEXT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group() + option));
    }

    /** Renders a hint. Hints from the history are text. */
    String inHint(Hint hint) {
        return hint.parts().stream()
                .map(part -> part instanceof Hint.Text text ? inText(text.words()) : part.text(this))
                .collect(Collectors.joining());
    }
}
