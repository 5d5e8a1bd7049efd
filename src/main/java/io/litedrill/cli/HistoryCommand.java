package io.litedrill.cli;

import io.litedrill.app.Configuration;
import io.litedrill.app.HistoryPort;
import io.litedrill.app.UsageException;
import io.litedrill.app.Wording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Implements {@code litedrill history}, the parent of its subcommands. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Exports or imports the history, to move it between SQLite and PostgreSQL.",
        synopsisSubcommandLabel = "(export | import)",
        header = "Export or import the history.",
        footer = {"", "  litedrill history export > history.jsonl"})
final class HistoryCommand {
    @ParentCommand
    private RootCommand root = new RootCommand();

    private HistoryPort open(Session session) throws UsageException {
        if (root.json()) {
            throw new UsageException("--json: history has no other form than lines of JSON");
        }
        return Configuration.load(session.runtime(), root.config()).openHistory();
    }

    /** Implements {@code litedrill history export}. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Writes the whole history to standard output, one line of JSON for each row.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:everything was written",
                " 1:damaged rows were left out; stderr names them",
                " 2:the output could not be written"
            },
            footer = {"", "  litedrill history export -c old.yml > history.jsonl"})
    static final class Export implements Callable<Integer> {
        private static final int NAMED = 20;

        private final Session session;
        private int damaged;

        @ParentCommand
        private HistoryCommand parent = new HistoryCommand();

        Export(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws UsageException {
            PrintStream out = session.terminal().out();
            try (HistoryPort history = parent.open(session)) {
                history.exportTo(line -> out.print(line + "\n"), this::skip);
            }
            if (out.checkError()) {
                session.terminal().note("standard output cannot be written, so the export is incomplete");
                return ExitCodes.FAILED;
            }
            if (damaged == 0) {
                return ExitCodes.OK;
            }
            session.terminal()
                    .note(Wording.count(damaged, "damaged row")
                            + " of the history could not be exported; the others are");
            return ExitCodes.WARNING;
        }

        private void skip(String row) {
            damaged++;
            if (damaged <= NAMED) {
                session.terminal().note("not exported: " + row);
            }
        }
    }

    /** Implements {@code litedrill history import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Adds the rows of an export to the history. Rows that exist already are left as they are.",
            footer = {"", "  litedrill history import -c new.yml history.jsonl"})
    static final class Import implements Callable<Integer> {
        private final Session session;

        @ParentCommand
        private HistoryCommand parent = new HistoryCommand();

        @Parameters(paramLabel = "FILE", description = "the export")
        private Path file = Path.of("");

        Import(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws UsageException {
            Path export = session.runtime().folder().resolve(file);
            try (BufferedReader lines = Files.newBufferedReader(export, StandardCharsets.UTF_8);
                    HistoryPort history = parent.open(session)) {
                session.terminal().line(history.importFrom(lines.lines().iterator()));
                return ExitCodes.OK;
            } catch (IOException | UncheckedIOException e) {
                throw new UsageException(export + ": " + reason(e));
            }
        }

        /** Returns the reason without the path of the file, which is the whole message of some exceptions. */
        private static String reason(Exception failure) {
            if (failure instanceof NoSuchFileException) {
                return "there is no such file";
            }
            return failure instanceof AccessDeniedException
                    ? "this user may not read it"
                    : "cannot be read: " + failure.getMessage();
        }
    }
}
