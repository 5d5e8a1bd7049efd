package io.litedrill.cli;

import io.litedrill.app.CommandAudit;
import io.litedrill.app.DurationOption;
import io.litedrill.app.EnsureRun;
import io.litedrill.app.NotificationDrain;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.check.Hint;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.EnsureOrder;
import io.litedrill.recover.EnsureOrder.When;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code litedrill ensure}. */
@Command(
        name = "ensure",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Restore what is missing or damaged, before a start.",
        synopsisSubcommandLabel = "",
        description =
                "Ensures that databases exist and are sound, for the start of a container: restores those that are"
                        + " missing, empty or corrupt, and does not change those that are sound, in use or unreadable."
                        + " With -- COMMAND, runs the command in its place afterwards, if no error occurred.",
        exitCodeListHeading = "%nExit codes (of several databases, the first of 2, 3, 4, 5 that applies):%n",
        exitCodeList = {
            " 0:sound, or restored, or (with --if-replica-exists) a first start",
            " 2:no backup, or it cannot be restored; the database did not change",
            " 3:the replica or the database could not be read; the database did not change",
            " 4:refused; the database did not change",
            " 5:restored, but a command after it failed, or a file could not be deleted"
        },
        footer = {
            "",
            "  litedrill ensure",
            "  litedrill ensure app --max-age 1h --if-replica-exists",
            "  litedrill ensure app -- /app/server --port 8080"
        })
final class EnsureCommand extends TargetCommand {
    /** The exit codes, worst first. */
    private static final List<Integer> WORST_FIRST =
            List.of(ExitCodes.FAILED, ExitCodes.UNKNOWN, ExitCodes.REFUSED, ExitCodes.HOOK_FAILED, ExitCodes.OK);

    private final List<String> command;

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description = "The databases to ensure. Default: every configured database that has a path.")
    private List<String> targets = List.of();

    @Option(
            names = "--when",
            paramLabel = "missing|corrupt",
            description =
                    "Restore only missing databases (no file, or an empty one), or only corrupt ones. Default: both.")
    private Optional<String> when = Optional.empty();

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            description = "Refuse a backup older than this (90s, 1h30m, 7d). Default: restore it, and warn.")
    private Optional<String> maxAge = Optional.empty();

    @Option(
            names = "--if-replica-exists",
            description = "Accept a database without any replication as a first start, not a failure. Requires that the"
                    + " store responds, the history contains no backup, no state of Litestream exists beside the"
                    + " path, the store contains no replica with a similar path, and the replica's folder is not a"
                    + " mount point without its volume.")
    private boolean firstStart;

    @Option(
            names = "--accept-first-start",
            description =
                    "Accept a first start although replicas with similar paths exist, or the folder of the replica is"
                            + " empty and not a mounted volume. Use it with --if-replica-exists, once, after you verified"
                            + " the path.")
    private boolean acceptFirstStart;

    @Option(
            names = "--fallback",
            description =
                    "If the newest state cannot be restored, restore the newest one that can, and report the loss.")
    private boolean fallback;

    @Option(
            names = "--accept-smaller",
            description = "Accept a result with fewer than half of the rows of the last passed drill.")
    private boolean acceptSmaller;

    @Option(
            names = "--new-replica",
            description = "Confirm that Litestream will get another, empty path. Required where 0.5 would damage the"
                    + " replica.")
    private boolean newReplica;

    /**
     * Holds one run of the command.
     *
     * @param command the words after {@code --}; empty for no command
     */
    EnsureCommand(Session session, List<String> command) {
        super(session);
        this.command = List.copyOf(command);
    }

    @Override
    List<String> typed() {
        return targets;
    }

    @Override
    boolean changes() {
        return true;
    }

    @Override
    int run(List<Target> all) throws UsageException {
        EnsureOrder.Terms terms = new EnsureOrder.Terms(
                when(), maxAge(), new EnsureOrder.FirstStart(firstStart, acceptFirstStart, configured(all)));
        List<RestoreReport> reports = new ArrayList<>();
        for (Target target : withPath(all)) {
            EnsureRun ensured = new EnsureRun(target, line -> Progress.note(terminal(), line));
            RestoreReport report = ensure(ensured, target, terms);
            reports.add(report);
            if (!json()) {
                print(report, !command.isEmpty() && ensured.hasTold(report));
            }
        }
        if (json()) {
            output().out()
                    .println(JsonObject.pretty(
                            reports.stream().map(ResultJson::restore).toList()));
        }
        NotificationDrain.endSoon(all);
        return exitCode(reports);
    }

    private RestoreReport ensure(EnsureRun run, Target target, EnsureOrder.Terms terms) {
        try (Progress progress =
                new Progress(terminal(), "restoring " + target.database().name())) {
            return run.ensure(request(), terms, progress);
        }
    }

    private RestoreRequest request() {
        Map<Permission, Boolean> options = Map.of(
                Permission.FALLBACK, fallback,
                Permission.ACCEPT_SMALLER, acceptSmaller,
                Permission.NEW_REPLICA, newReplica);
        List<Permission> given = options.keySet().stream().filter(options::get).toList();
        return new RestoreRequest(
                new RunIds(session().clock()).next(),
                new Point.Newest(),
                new RestoreRequest.LivePath(),
                Permissions.of(given),
                CommandAudit.user("ensure"));
    }

    /** Returns the targets. Without given targets, leaves out databases that have no live path. */
    private List<Target> withPath(List<Target> all) throws UsageException {
        List<Target> here = all.stream()
                .filter(target -> target.database().live().isPresent())
                .toList();
        if (here.isEmpty() || (!targets.isEmpty() && here.size() < all.size())) {
            throw new UsageException(
                    "ensure: needs databases of the configuration that have a live path (path). A URL alone says not"
                            + " where to");
        }
        return here;
    }

    /** Returns the configured replicas. Similar paths are normal among databases of one configuration. */
    private static Set<String> configured(List<Target> all) {
        return all.stream()
                .flatMap(target -> target.wiring().configured().stream())
                .collect(Collectors.toSet());
    }

    private When when() throws UsageException {
        if (when.isEmpty()) {
            return When.MISSING_OR_CORRUPT;
        }
        return switch (when.get().toLowerCase(Locale.ROOT)) {
            case "missing" -> When.MISSING;
            case "corrupt" -> When.CORRUPT;
            default -> throw new UsageException("--when: missing or corrupt. Found: " + when.get());
        };
    }

    private Optional<Duration> maxAge() throws UsageException {
        if (maxAge.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(DurationOption.parse("--max-age", maxAge.get()));
    }

    /** Returns the terminal for results: stderr when a command follows, because stdout belongs to that command. */
    private Terminal output() {
        return command.isEmpty() ? terminal() : terminal().onStderr();
    }

    private void print(RestoreReport report, boolean said) {
        RestoreText text = new RestoreText(output());
        if (report.word() != OutcomeWord.NOT_NEEDED) {
            if (said) {
                text.printWithoutReason(report);
            } else {
                text.print(report);
            }
        } else if (!said) {
            output().line(Hint.text(report.id().database() + ": ")
                    .then(report.outcome().reason()));
        }
    }

    private int exitCode(List<RestoreReport> reports) {
        List<Integer> codes = reports.stream().map(ExitCodes::of).toList();
        int worst = WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(ExitCodes.OK);
        return worst == ExitCodes.OK && !command.isEmpty() ? new CommandHandover(terminal()).run(command) : worst;
    }
}
