package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.app.SqliteLibrary;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/** The entry point of the command line. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and its options, as typed
     */
    public static void main(String[] args) {
        Map<String, Object> started = program();
        Interrupts interrupts = Interrupts.forThisThread();
        int code = ExitCodes.INTERNAL;
        try {
            Session session = session();
            code = run(args, session);
            session.terminal().out().flush();
        } catch (Throwable e) {
            // other threads would continue without this one
            e.printStackTrace(System.err);
            explain(e, started);
        }
        interrupts.end();
        System.exit(code);
    }

    /** Returns the attributes of the jar by which a change of it is recognized; none for folders of classes. */
    private static Map<String, Object> program() {
        try {
            return Files.readAttributes(jar(), "unix:ino,size,lastModifiedTime,ctime");
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
    }

    private static Path jar() {
        return Path.of(URI.create(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /**
     * Says why a class cannot be loaded, if the jar was written meanwhile. This must not load a class of the jar
     * itself.
     */
    private static void explain(Throwable failure, Map<String, Object> started) {
        Map<String, Object> now = program();
        // a file of the same name that is another one does not concern this process
        boolean same = Objects.equals(now.get("ino"), started.get("ino"));
        if (failure instanceof LinkageError && same && !now.equals(started)) {
            System.err.println(
                    jar() + " was written after this process started from it, and Java can load no class of it"
                            + " any more. Run the command again. To replace the file, rename a new one over it");
        }
    }

    /** Returns the session of this process. */
    static Session session() {
        RuntimeEnvironment runtime = RuntimeEnvironment.ofProcess();
        Terminal terminal = Terminal.ofProcess(runtime);
        SqliteLibrary.prepare(runtime);
        return new Session(terminal, runtime, asker());
    }

    /** Returns the function that asks a question. A console exists only where stdin and stdout are both terminals. */
    private static Optional<UnaryOperator<String>> asker() {
        return Optional.ofNullable(System.console())
                .map(console -> question ->
                        Optional.ofNullable(console.readLine("%s", question)).orElse(""));
    }

    /**
     * Runs one command in this process.
     *
     * @return its exit code
     */
    static int run(String[] args, Session session) {
        int end = commandBehindEnsure(args);
        List<String> behind = List.of(args).subList(Math.min(end + 1, args.length), args.length);
        return run(Arrays.copyOf(args, end), behind, session);
    }

    /**
     * Returns the index of {@code --} after {@code ensure}: the words after it are not targets. Without it, returns
     * the number of words.
     */
    private static int commandBehindEnsure(String[] args) {
        List<String> words = List.of(args);
        int end = words.indexOf("--");
        return end > 0 && words.subList(0, end).contains("ensure") ? end : args.length;
    }

    private static int run(String[] args, List<String> behind, Session uncoloured) {
        Session session = uncoloured.at(uncoloured.terminal().coloured(ColourChoice.of(List.of(args))));
        RootCommand root = new RootCommand();
        CommandLine line = new CommandLine(root);
        Subcommands.of(session, behind).addTo(line, args);
        HelpStyle.apply(line, session.terminal().columns());
        line.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(writer(session.terminal().out()))
                .setErr(writer(session.terminal().err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        session.terminal().colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setExecutionStrategy(new CommandHandlers.LoggedExecution(root))
                .setParameterExceptionHandler(new CommandHandlers.UsageFailure(root, session.terminal()))
                .setExecutionExceptionHandler(new CommandHandlers.CommandFailure(root, session.terminal()));
        return line.execute(LitestreamHabits.withTwoDashes(args, line));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
