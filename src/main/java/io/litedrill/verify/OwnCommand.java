package io.litedrill.verify;

import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of the owner that tests a restored file: exit code 0 means that the file is good, any other that it is not.
 * The program may write to the file and beside it, because it gets a copy that is deleted afterwards.
 *
 * @param arguments the program and its arguments, with {@code {}} for the file
 * @param limit time limit after which it is ended; above 0
 */
public record OwnCommand(List<String> arguments, Duration limit) {
    private static final String FILE = "{}";

    /** Copies the list. */
    public OwnCommand {
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs the program.
     *
     * @param environment environment variables for the program
     */
    public CheckOutcome test(Path file, Map<String, String> environment) {
        long start = System.nanoTime();
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("LITEDRILL_DATABASE_FILE", file.toString());
        List<String> passed = arguments.stream()
                .map(argument -> argument.replace(FILE, file.toString()))
                .toList();
        HookOutcome outcome = new CommandRunner().run(new HookCommand(passed, variables, limit));
        QueryResult answer = answer(outcome);
        return new CheckOutcome(CheckKind.COMMAND, answer.result(), answer.detail(), (System.nanoTime() - start) / 1e9);
    }

    private static QueryResult answer(HookOutcome outcome) {
        if (outcome instanceof HookOutcome.Succeeded done) {
            return QueryResult.passed(done.output());
        }
        return outcome instanceof HookOutcome.Failed
                ? QueryResult.failed(outcome.text())
                : QueryResult.inconclusive(outcome.text());
    }
}
