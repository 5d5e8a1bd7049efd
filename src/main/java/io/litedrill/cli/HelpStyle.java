package io.litedrill.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Applies one layout to the help of all commands. */
final class HelpStyle {
    private static final int LEAST = 55;
    private static final int MOST = 80;

    private HelpStyle() {}

    /**
     * Sets the layout of a command and its subcommands.
     *
     * @param columns the width of the terminal, in characters
     */
    static void apply(CommandLine line, int columns) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.width(Math.max(LEAST, Math.min(columns, MOST)));
        usage.synopsisHeading(usage.header().length == 0 ? "Usage: " : "%nUsage: ");
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%n");
        usage.commandListHeading("%nCommands:%n");
        line.getSubcommands().values().forEach(each -> apply(each, columns));
    }
}
