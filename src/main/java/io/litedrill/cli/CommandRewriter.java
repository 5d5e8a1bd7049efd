package io.litedrill.cli;

import io.litedrill.app.Wording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rewrites Litedrill commands in messages so that they can be typed as printed. */
final class CommandRewriter {
    private static final String ON_TARGETS = "\\blitedrill (check|drill|scrub|window|plan|restore)(?= )";
    private static final Pattern COMMAND = Pattern.compile(ON_TARGETS);
    private static final Pattern ON_A_NAME = Pattern.compile(ON_TARGETS + " ([\\w-]+)");

    private CommandRewriter() {}

    /** Adds the given configuration to commands. Without it, the name of a database has no meaning or another one. */
    static UnaryOperator<String> with(Optional<Path> config) {
        return config.map(file -> " -c " + Wording.quoted(file.toString()))
                .<UnaryOperator<String>>map(option -> replacing(COMMAND, found -> found.group() + option))
                .orElse(UnaryOperator.identity());
    }

    /** Replaces names of databases by the folders of their replicas, since no configuration holds these names. */
    static UnaryOperator<String> onFolders(List<Path> replicas) {
        Map<String, Path> byName = replicas.stream()
                .collect(Collectors.toMap(folder -> String.valueOf(folder.getFileName()), folder -> folder));
        return replacing(
                ON_A_NAME,
                found -> Optional.ofNullable(byName.get(found.group(2)))
                        .map(folder -> "./litedrill " + found.group(1) + " " + Wording.quoted(folder.toString()))
                        .orElse(found.group()));
    }

    private static UnaryOperator<String> replacing(Pattern pattern, Function<MatchResult, String> replacement) {
        return text -> pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
    }
}
