package io.litedrill.cli;

import io.litedrill.app.BisectOrder;
import io.litedrill.app.BisectReport;
import io.litedrill.app.Bisection;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.check.Hint;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.schedule.RunIds;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.Expect;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code litedrill bisect}. */
@Command(
        name = "bisect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Find the last state at which an assertion holds.",
        description =
                "Finds the last recovery point at which an assertion holds, for the day when the data is wrong rather"
                        + " than gone. Restores recovery points into scratch and halves the range; about 12 restores for"
                        + " 1000 points. The files of one restore are kept for the next.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:found",
            " 2:no backup",
            " 3:the replica could not be read, or the query gave no result",
            " 4:it broke in a gap; or it holds at both ends of the range, or not at the older end, so there is no"
                    + " boundary"
        },
        footer = {
            "",
            "  litedrill bisect app --sql 'SELECT count(*) FROM orders' --expect '> 100'",
            "  litedrill bisect app --from '2d ago' --sql 'SELECT max(id) FROM t' --expect 7"
        })
final class BisectCommand extends DatabaseCommand {
    @Option(
            names = "--sql",
            required = true,
            paramLabel = "SQL",
            description = "One statement that reads. The first column of its first row is the value.")
    private String sql = "";

    @Option(
            names = "--expect",
            required = true,
            paramLabel = "CONDITION",
            description = "What the value must be: one of = != < <= > >= and a number or a text, such as '> 100'.")
    private String expect = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Search only recovery points at or after this time.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Search only recovery points at or before this time.")
    private Optional<String> to = Optional.empty();

    BisectCommand(Session session) {
        super(session);
    }

    @Override
    int run(Target chosen) throws UsageException {
        BisectOrder order = order();
        ScanAttempt look = choice().newest(chosen);
        Function<RecoveryPoint, Hint.Command> command =
                point -> RestorePlanning.restoreCommand(chosen, look.id(), point);
        BisectReport report = look instanceof ScanAttempt.Seen seen
                ? search(chosen, seen, order)
                : Bisection.unread((ScanAttempt.Failed) look);
        if (json()) {
            printJson(Stream.of(report.json(order, command)));
        } else {
            new BisectText(terminal()).print(report, order, command);
        }
        return ExitCodes.of(report.outcome());
    }

    private BisectReport search(Target chosen, ScanAttempt.Seen seen, BisectOrder order) throws UsageException {
        String runId = new RunIds(session().clock()).next();
        try (BisectProgress progress = new BisectProgress(terminal(), seen.id())) {
            return new Bisection(seen, order, chosen.wiring()).run(runId, progress::begin);
        }
    }

    private BisectOrder order() throws UsageException {
        return new BisectOrder(assertion(), time("--from", from), time("--to", to));
    }

    private Assertion assertion() throws UsageException {
        Expect condition = parsed("--expect", () -> Expect.parse(expect));
        return parsed("--sql", () -> new Assertion("bisect", sql, condition));
    }

    private static <T> T parsed(String option, Supplier<T> value) throws UsageException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private Optional<Instant> time(String option, Optional<String> text) throws UsageException {
        return text.isPresent()
                ? Optional.of(TimeArgument.parse(option, text.get(), session().clock()))
                : Optional.empty();
    }
}
