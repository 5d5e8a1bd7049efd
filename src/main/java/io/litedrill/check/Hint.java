package io.litedrill.check;

import io.litedrill.replica.Layout;
import io.litedrill.replica.Position;
import io.litedrill.verify.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text for a user that may contain commands and options of Litedrill, such as the next step of a finding or the reason
 * of a refusal. Commands are values, so that each output renders them in its own {@link HintStyle}.
 */
public sealed interface Hint {
    /** Renders this hint in a style. */
    String text(HintStyle style);

    /** Renders this hint as JSON, HTTP and logs print it: commands by name, without a configuration file. */
    default String text() {
        return text(HintStyle.PLAIN);
    }

    /** Returns whether this hint has no text. */
    default boolean isEmpty() {
        return text().isEmpty();
    }

    /** Returns this hint followed by another one, without a separator. */
    default Hint then(Hint next) {
        List<Hint> all = new ArrayList<>();
        Stream.concat(parts().stream(), next.parts().stream()).forEach(part -> append(all, part));
        return all.isEmpty() ? none() : all.size() == 1 ? all.get(0) : new Sequence(all);
    }

    private static void append(List<Hint> all, Hint part) {
        int last = all.size() - 1;
        if (last >= 0 && part instanceof Text text && all.get(last) instanceof Text before) {
            all.set(last, text(before.words() + text.words()));
        } else if (!(part instanceof Text text && text.words().isEmpty())) {
            all.add(part);
        }
    }

    /** Returns this hint followed by text, without a separator. */
    default Hint then(String text) {
        return then(text(text));
    }

    /** Returns the texts, commands and options of this hint, in order. */
    default List<Hint> parts() {
        return List.of(this);
    }

    /** Returns a hint without text. */
    static Hint none() {
        return text("");
    }

    /** Returns a hint of plain text. */
    static Hint text(String text) {
        return new Text(text);
    }

    /** Joins two sentences. The first may already end in a full stop. */
    static Hint sentences(Hint first, Hint second) {
        return first.then(first.text().endsWith(".") ? " " : ". ").then(second);
    }

    /** Plain text. */
    record Text(String words) implements Hint {
        @Override
        public String text(HintStyle style) {
            return words;
        }
    }

    /**
     * A command that a user can paste into a shell.
     *
     * @param target the database or replica; empty for all databases of the configuration
     * @param options the options after the target, in order
     */
    record Command(CommandVerb verb, Optional<CommandLineName> target, List<Option> options) implements Hint {
        /** Copies the list. */
        public Command {
            options = List.copyOf(options);
        }

        /** Returns a command without a target. */
        public static Command of(CommandVerb verb) {
            return new Command(verb, Optional.empty(), List.of());
        }

        /** Returns this command with the option that names a position. */
        public Command at(Position position) {
            return with(Option.at(position));
        }

        /** Returns this command with one more option that has no value. */
        public Command with(String option) {
            return with(new Option(option, Optional.empty()));
        }

        /** Returns this command with one more option that has a value. */
        public Command with(String option, String value) {
            return with(new Option(option, Optional.of(value)));
        }

        private Command with(Option option) {
            return new Command(
                    verb,
                    target,
                    Stream.concat(options.stream(), Stream.of(option)).toList());
        }

        @Override
        public String text(HintStyle style) {
            return style.command(this);
        }

        /** Returns whether the arguments name a configuration file. */
        public boolean namesConfig() {
            return target.flatMap(CommandLineName::config).isPresent();
        }

        /** Returns the words after the verb, quoted for a shell: target, replica and options. */
        public List<String> arguments() {
            return Stream.concat(
                            target.stream().flatMap(name -> name.arguments(verb)),
                            options.stream().map(Option::words))
                    .toList();
        }
    }

    /**
     * An option that the user can add to the request: a word on the command line, a key of the JSON body over HTTP.
     *
     * @param name without leading hyphens; a name of one letter is a short option
     * @param value the value, not quoted; a word in capitals is a placeholder
     */
    record Option(String name, Optional<String> value) implements Hint {
        /** Returns an option without a value. */
        public static Option flag(String name) {
            return new Option(name, Optional.empty());
        }

        /** Returns an option with a value. */
        public static Option of(String name, String value) {
            return new Option(name, Optional.of(value));
        }

        /** Returns the option that names a position. */
        public static Option at(Position position) {
            return of(position.layout() == Layout.LTX ? "txid" : "position", position.toString());
        }

        /** Returns the words of a command line, quoted for a shell. */
        public String words() {
            String option = (name.length() == 1 ? "-" : "--") + name;
            return value.map(each -> option + " " + Format.quoted(each)).orElse(option);
        }

        @Override
        public String text(HintStyle style) {
            return style.option(this);
        }
    }

    /** Complaints, which a style may shorten: a damaged page can cause thousands. */
    record Listing(Details details) implements Hint {
        @Override
        public String text(HintStyle style) {
            return style.listing(this);
        }
    }

    /** Several hints, rendered one after the other. */
    record Sequence(List<Hint> parts) implements Hint {
        /** Copies the list. */
        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public String text(HintStyle style) {
            return parts.stream().map(part -> part.text(style)).collect(Collectors.joining());
        }
    }
}
