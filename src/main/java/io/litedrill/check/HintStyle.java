package io.litedrill.check;

import java.util.stream.Collectors;

/** Renders the commands and options in a {@link Hint} for one output. */
public interface HintStyle {
    /** Renders commands and options as words of a command line. */
    HintStyle PLAIN = new HintStyle() {};

    /** Renders a command. */
    default String command(Hint.Command command) {
        return "litedrill " + command.verb().word()
                + command.arguments().stream().map(each -> " " + each).collect(Collectors.joining());
    }

    /** Renders a list of complaints. */
    default String listing(Hint.Listing listing) {
        return listing.details().text();
    }

    /** Renders an option of the request that the hint answers. */
    default String option(Hint.Option option) {
        return option.words();
    }
}
