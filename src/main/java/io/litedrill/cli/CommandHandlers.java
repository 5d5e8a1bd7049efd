package io.litedrill.cli;

import ch.qos.logback.classic.Level;
import io.litedrill.app.UsageException;
import io.litedrill.check.Hint;
import io.litedrill.check.StoppedException;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The handlers around a command. They are no lambdas: Java's archive of classes cannot hold a lambda of an interface
 * that was compiled for Java 5, as picocli's are. It would leave out the interface and its other classes too.
 */
final class CommandHandlers {
    private CommandHandlers() {}

    /** Runs the parsed command, and logs more if its options say so. */
    record LoggedExecution(RootCommand root) implements IExecutionStrategy {
        @Override
        public int execute(ParseResult parsed) {
            if (root.verbose()
                    && LoggerFactory.getLogger("io.litedrill") instanceof ch.qos.logback.classic.Logger logger) {
                logger.setLevel(Level.INFO);
            }
            return new CommandLine.RunLast().execute(parsed);
        }
    }

    /** Explains words that are not a command line. */
    record UsageFailure(RootCommand root, Terminal terminal) implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException failure, String[] typed) {
            CommandLine command = failure.getCommandLine();
            Optional<Hint> instead = failure instanceof UnmatchedArgumentException unmatched
                    ? LitestreamHabits.instead(unmatched.getUnmatched())
                    : Optional.empty();
            terminal.typing(TypedCommands.with(root.config()))
                    .note(instead.orElseGet(() -> Hint.text(UsageText.of(failure, List.of(typed)))));
            if (instead.isEmpty()) {
                UnmatchedArgumentException.printSuggestions(failure, command.getErr());
            }
            if (command.getCommandSpec().userObject() instanceof RootCommand
                    && !(failure instanceof UnmatchedArgumentException)) {
                command.usage(command.getErr());
            } else {
                terminal.note("Usage: " + command.getCommandSpec().qualifiedName() + " --help");
            }
            return ExitCodes.USAGE;
        }
    }

    /** Explains the exception that ended a command. */
    record CommandFailure(RootCommand root, Terminal terminal) implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
            if (root.verbose()) {
                failure.printStackTrace(terminal.err());
            }
            if (failure instanceof UsageException) {
                String.valueOf(failure.getMessage()).lines().forEach(terminal::note);
                return ExitCodes.USAGE;
            }
            if (failure instanceof StoppedException) {
                terminal.note(String.valueOf(failure.getMessage()));
                return ExitCodes.UNKNOWN;
            }
            terminal.note("internal error: " + failure
                    + ". This is a bug in Litedrill: please report it with the output of -v, at the project's"
                    + " issue tracker");
            return ExitCodes.INTERNAL;
        }
    }
}
