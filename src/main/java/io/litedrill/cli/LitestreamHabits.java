package io.litedrill.cli;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Accepts the spelling of Litestream's options, and names the replacement of its commands and other options. */
final class LitestreamHabits {
    private static final Pattern ONE_DASH = Pattern.compile("-([a-z][a-z-]+)(=.*)?", Pattern.DOTALL);

    private static final Map<String, CommandVerb> COMMANDS = Map.of(
            "databases", CommandVerb.STATUS,
            "list", CommandVerb.STATUS,
            "info", CommandVerb.STATUS,
            "snapshots", CommandVerb.WINDOW,
            "generations", CommandVerb.WINDOW,
            "wal", CommandVerb.PLAN,
            "ltx", CommandVerb.PLAN);

    private static final Set<String> OF_ITS_DAEMON =
            Set.of("replicate", "register", "unregister", "start", "stop", "sync", "reset");

    private static final Hint POSITION = Hint.text("use --position GENERATION/INDEX:OFFSET; ")
            .then(Hint.Command.of(CommandVerb.WINDOW))
            .then(" lists positions");
    private static final Hint NO_FOLLOWING =
            Hint.text("a restore ends with one state; Litedrill does not follow a replica");

    private static final Map<String, Hint> OPTIONS = Map.of(
            "generation", POSITION,
            "index", POSITION,
            "f", NO_FOLLOWING,
            "follow-interval", NO_FOLLOWING);

    private LitestreamHabits() {}

    /**
     * Writes long options with two dashes. Litestream's options have one: {@code -timestamp}.
     *
     * @param line the command line with its subcommands, which defines the options
     */
    static String[] withTwoDashes(String[] words, CommandLine line) {
        Set<String> options = options(line).collect(Collectors.toSet());
        return Arrays.stream(words)
                .map(word -> {
                    Matcher option = ONE_DASH.matcher(word);
                    return option.matches() && options.contains("--" + option.group(1)) ? "-" + word : word;
                })
                .toArray(String[]::new);
    }

    private static Stream<String> options(CommandLine line) {
        return Stream.concat(
                line.getCommandSpec().options().stream().flatMap(option -> Arrays.stream(option.names())),
                line.getSubcommands().values().stream().flatMap(LitestreamHabits::options));
    }

    /**
     * Returns what to use instead of words that only Litestream knows.
     *
     * @param unknown the unknown words, as typed
     * @return empty when the first of them is not Litestream's
     */
    static Optional<Hint> instead(List<String> unknown) {
        String first = unknown.isEmpty() ? "" : unknown.get(0);
        if (OF_ITS_DAEMON.contains(first)) {
            return Optional.of(
                    Hint.text(first + " is a command of Litestream. To monitor its replicas: litedrill serve"));
        }
        Hint use = Hint.text(first + " is a command of Litestream. Use: ");
        if (first.equals("version")) {
            return Optional.of(use.then("litedrill --version"));
        }
        return Optional.ofNullable(COMMANDS.get(first))
                .map(verb -> use.then(command(verb, unknown)))
                .or(() -> Optional.ofNullable(OPTIONS.get(optionName(first)))
                        .map(option -> Hint.text(first + " is an option of Litestream: ")
                                .then(option)));
    }

    /** Returns a command for the database that follows Litestream's command. */
    private static Hint.Command command(CommandVerb verb, List<String> typed) {
        if (verb == CommandVerb.STATUS) {
            return Hint.Command.of(verb);
        }
        String target = typed.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("TARGET");
        Hint.Command command = new CommandLineName(target, Optional.empty()).command(verb);
        return verb == CommandVerb.PLAN ? command.with("v") : command;
    }

    /** Returns the name of an option without dashes and value; empty for anything else. */
    private static String optionName(String word) {
        return word.startsWith("-") ? word.replaceFirst("^--?", "").replaceFirst("=.*", "") : "";
    }
}
