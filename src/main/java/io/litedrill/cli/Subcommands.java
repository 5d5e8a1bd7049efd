package io.litedrill.cli;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** Creates the commands of {@code litedrill} that a command line can mean. To create all takes longer than most run. */
final class Subcommands {
    /** The commands that describe all commands. */
    private static final Set<String> ON_ALL = Set.of("completion", "man", "help");

    /** The options that print about all commands no more than their names and headers. */
    private static final Set<String> OF_HELP = Set.of("-h", "--help", "-V", "--version");

    private final Map<String, Creation> commands = new LinkedHashMap<>();

    private Subcommands() {}

    /**
     * Creates a command.
     *
     * @param type the class that is annotated with the command
     */
    private record Creation(Class<?> type, Supplier<CommandLine> whole) {
        /** Returns the command without its options: only what the list of all commands shows. */
        CommandLine header() {
            CommandSpec spec = CommandSpec.create();
            Command command = type.getAnnotation(Command.class);
            spec.usageMessage().header(command.header()).description(command.description());
            return new CommandLine(spec);
        }
    }

    /**
     * Returns the commands, in the order of the help.
     *
     * @param behind the words after {@code --}, for ensure
     */
    static Subcommands of(Session session, List<String> behind) {
        Subcommands commands = new Subcommands();
        commands.add("status", StatusCommand.class, () -> new CommandLine(new StatusCommand(session)));
        commands.add("check", CheckCommand.class, () -> new CommandLine(new CheckCommand(session)));
        commands.add("drill", DrillCommand.class, () -> new CommandLine(new DrillCommand(session)));
        commands.add("scrub", ScrubCommand.class, () -> new CommandLine(new ScrubCommand(session)));
        commands.add("window", WindowCommand.class, () -> new CommandLine(new WindowCommand(session)));
        commands.add("plan", PlanCommand.class, () -> new CommandLine(new PlanCommand(session)));
        commands.add("restore", RestoreCommand.class, () -> new CommandLine(new RestoreCommand(session)));
        commands.add("bisect", BisectCommand.class, () -> new CommandLine(new BisectCommand(session)));
        commands.add("ensure", EnsureCommand.class, () -> new CommandLine(new EnsureCommand(session, behind)));
        commands.add("doctor", DoctorCommand.class, () -> new CommandLine(new DoctorCommand(session)));
        commands.add("serve", ServeCommand.class, () -> new CommandLine(new ServeCommand(session)));
        commands.add("demo", DemoCommand.class, () -> new CommandLine(new DemoCommand(session)));
        commands.add("alerts", AlertsCommand.class, () -> new CommandLine(new AlertsCommand(session)));
        commands.add("config", ConfigCommand.class, () -> config(session));
        commands.add("history", HistoryCommand.class, () -> history(session));
        commands.add("receipt", ReceiptCommand.class, () -> receipt(session));
        commands.add("completion", CompletionCommand.class, () -> new CommandLine(new CompletionCommand(session)));
        commands.add("man", ManCommand.class, () -> new CommandLine(new ManCommand(session)));
        commands.add("help", CommandLine.HelpCommand.class, () -> new CommandLine(new CommandLine.HelpCommand()));
        return commands;
    }

    private void add(String name, Class<?> type, Supplier<CommandLine> whole) {
        commands.put(name, new Creation(type, whole));
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
     * for a command that describes all of them. For the options of the help, adds only their headers.
     */
    void addTo(CommandLine root, String[] words) {
        Set<String> typed = new HashSet<>(List.of(words));
        boolean none = Collections.disjoint(commands.keySet(), typed);
        boolean headers = none && !Collections.disjoint(OF_HELP, typed);
        boolean all = none || !Collections.disjoint(ON_ALL, typed);
        commands.forEach((name, command) -> {
            if (headers) {
                root.addSubcommand(name, command.header());
            } else if (all || typed.contains(name)) {
                root.addSubcommand(name, command.whole().get());
            }
        });
    }
}
