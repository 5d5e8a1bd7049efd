package io.litedrill.check;

/** Renders the commands and options in a {@link Hint} for one output. */
public interface HintStyle {
    /** Renders commands and options as words of a command line. */
    HintStyle PLAIN = new HintStyle() {};

    /** Renders a command. */
    default String command(Hint.Command command) {
        return "litedrill " + command.verb().word() + " " + command.arguments();
    }

    /** Renders an option of the request that the hint answers. */
    default String option(Hint.Option option) {
        return option.words();
    }
}
