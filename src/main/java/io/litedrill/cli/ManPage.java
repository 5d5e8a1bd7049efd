package io.litedrill.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Formats the help of a command as a manual page, in the format of man(7). */
final class ManPage {
    private final CommandSpec command;
    private final UsageMessageSpec usage;
    private final Help help;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec command) {
        this.command = command;
        this.usage = command.usageMessage();
        this.help = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF));
    }

    /** Returns the page. */
    String text() {
        page.setLength(0);
        String name = command.qualifiedName("-");
        line(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"litedrill " + escaped(Version.number())
                + "\" Litedrill");
        section("NAME");
        text(name + " - " + lowerCased(summary(command)));
        section("SYNOPSIS");
        literal(help.synopsis(0).lines());
        section("DESCRIPTION");
        paragraphs(Arrays.stream(usage.description()));
        options();
        commands();
        exitStatus();
        examples();
        seeAlso();
        return page.toString();
    }

    private static String summary(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        Stream<String> lines = Stream.concat(Arrays.stream(usage.header()), Arrays.stream(usage.description()));
        return lines.findFirst().orElse("").replaceFirst("\\.$", "");
    }

    private static String lowerCased(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private void options() {
        section("OPTIONS");
        command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(parameter -> item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter));
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted((one, other) -> key(one).compareToIgnoreCase(key(other)))
                .forEach(option -> item(label(option), option));
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String label(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private void item(String label, ArgSpec argument) {
        line(".TP");
        line(label);
        text(String.join(" ", argument.description()));
    }

    private void commands() {
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands().forEach((name, line) -> {
                line(".TP");
                line("\\fB" + escaped(name) + "\\fR");
                text(summary(line.getCommandSpec()) + ".");
            });
        }
    }

    private void exitStatus() {
        section("EXIT STATUS");
        usage.exitCodeList().forEach((code, meaning) -> {
            line(".TP");
            line(escaped(code.strip()));
            text(meaning);
        });
        if (command.parent() != null) {
            paragraphs(Stream.of("", "64 is wrong usage or configuration, 70 an internal error."));
        }
    }

    /** Prints the footer: indented lines are examples, others are text. */
    private void examples() {
        List<String> footer = Arrays.asList(usage.footer());
        paragraphs(footer.stream().filter(line -> !line.startsWith("  ")));
        List<String> examples =
                footer.stream().filter(line -> line.startsWith("  ")).toList();
        if (!examples.isEmpty()) {
            section("EXAMPLES");
            literal(examples.stream().map(String::strip));
        }
    }

    private void seeAlso() {
        section("SEE ALSO");
        CommandSpec parent = command.parent();
        String page = parent == null
                ? command.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .map(each -> each.qualifiedName("-") + "(1)")
                        .collect(Collectors.joining(", "))
                : parent.qualifiedName("-") + "(1)";
        text(page);
    }

    private void section(String name) {
        line(".SH " + (name.contains(" ") ? "\"" + name + "\"" : name));
    }

    private void paragraphs(Stream<String> lines) {
        lines.map(line -> String.format(line)).forEach(line -> {
            if (line.isBlank()) {
                line(".PP");
            } else {
                text(line);
            }
        });
    }

    private void literal(Stream<String> lines) {
        line(".nf");
        lines.map(String::stripTrailing).forEach(this::text);
        line(".fi");
    }

    /** Adds a line of text. A dot or quote at its start would be a request. */
    private void text(String text) {
        line((text.startsWith(".") || text.startsWith("'") ? "\\&" : "") + escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}
