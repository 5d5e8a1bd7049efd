package io.litedrill.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Creates the commands of {@code litedrill} that a command line can mean. To create all takes longer than most run. */
final class Subcommands {
    /** The commands that describe all commands. */
    private static final Set<String> ON_ALL = Set.of("completion", "man", "help");

    private final Map<String, Supplier<CommandLine>> commands;

    private Subcommands(Map<String, Supplier<CommandLine>> commands) {
        this.commands = commands;
    }

    /**
     * Returns the commands, in the order of the help.
     *
     * @param behind the words after {@code --}, for ensure
     */
    static Subcommands of(Session session, List<String> behind) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("status", () -> new CommandLine(new StatusCommand(session)));
        commands.put("check", () -> new CommandLine(new CheckCommand(session)));
        commands.put("drill", () -> new CommandLine(new DrillCommand(session)));
        commands.put("scrub", () -> new CommandLine(new ScrubCommand(session)));
        commands.put("window", () -> new CommandLine(new WindowCommand(session)));
        commands.put("plan", () -> new CommandLine(new PlanCommand(session)));
        commands.put("restore", () -> new CommandLine(new RestoreCommand(session)));
        commands.put("bisect", () -> new CommandLine(new BisectCommand(session)));
        commands.put("ensure", () -> new CommandLine(new EnsureCommand(session, behind)));
        commands.put("doctor", () -> new CommandLine(new DoctorCommand(session)));
        commands.put("serve", () -> new CommandLine(new ServeCommand(session)));
        commands.put("demo", () -> new CommandLine(new DemoCommand(session)));
        commands.put("alerts", () -> new CommandLine(new AlertsCommand(session)));
        commands.put("config", () -> config(session));
        commands.put("history", () -> history(session));
        commands.put("receipt", () -> receipt(session));
        commands.put("completion", () -> new CommandLine(new CompletionCommand(session)));
        commands.put("man", () -> new CommandLine(new ManCommand(session)));
        commands.put("help", () -> new CommandLine(new CommandLine.HelpCommand()));
        return new Subcommands(commands);
    }

    private static CommandLine config(Session session) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigCommand.Validate(session))
                .addSubcommand(new ConfigCommand.Show(session));
    }

    private static CommandLine history(Session session) {
        return new CommandLine(new HistoryCommand())
                .addSubcommand(new HistoryCommand.Export(session))
                .addSubcommand(new HistoryCommand.Import(session));
    }

    private static CommandLine receipt(Session session) {
        return new CommandLine(new ReceiptCommand()).addSubcommand(new ReceiptCommand.Verify(session));
    }

    /**
     * Adds those whose names are among the words; all of them if there are none, for the help and for suggestions, and
     * for a command that describes all of them.
     */
    void addTo(CommandLine root, String[] words) {
        Set<String> typed = Set.copyOf(List.of(words));
        boolean all = commands.keySet().stream().noneMatch(typed::contains)
                || ON_ALL.stream().anyMatch(typed::contains);
        commands.forEach((name, command) -> {
            if (all || typed.contains(name)) {
                root.addSubcommand(name, command.get());
            }
        });
    }
}
